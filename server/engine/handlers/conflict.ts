import { evaluateExpression, ExpressionError, renderTemplate } from '@/domain/expression/cel'
import { choose, settle, type Claim, type Settled } from '@/domain/run/settle'
import { storable } from '@/domain/storable'
import { bounded, checkInstance, TooLongError } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import { ENGINE } from '../commit'
import { fault } from '../fault'
import { settledRecord, shownClaims } from '../settling'
import type { Activation, Handler, HandlerOutcome } from '../types'
import { reviewView } from '../review-view'
import { workerDecisions } from '../worker-decision'
import { askAgent, failed } from './ask-agent'
import { ESCALATE, adjudicationSchema, adjudicationTask, readAdjudication } from './conflict-question'

/** Settles several agents' claims on one subject: by rule, by an agent that chooses among them, or by a person. */
export const runConflict: Handler<'conflict'> = async (activation) => {
  const { node, version, at } = activation
  let claims: Claim[]
  try {
    claims = claimsOf(activation, bindingsOf(version.bundle, at.state, at.steps))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: `What is claimed cannot be made: ${error.message}` })
  }
  const settling = settle(node, claims)
  switch (settling.kind) {
    case 'incomparable':
      return fault({ code: 'expression_failed', message: settling.message })
    case 'settled':
      return done(activation, claims, settling.settled)
    case 'ask':
      return settling.whom === 'person'
        ? park(activation, claims, settling.because)
        : adjudicate(activation, claims)
  }
}

function claimsOf({ node }: Activation<'conflict'>, bindings: Record<string, unknown>): Claim[] {
  const sure = bindings['decision'] as Record<string, { confidence: number }>
  return bounded(() =>
    node.claims.map(({ node: by, value }): Claim => {
      const confidence = sure[by]?.confidence
      return {
        by,
        value: storable(evaluateExpression(value, bindings)),
        ...(confidence !== undefined && { confidence }),
      }
    }),
  )
}

/** What is settled is written, if it fits; what lost stays on the record. */
function done(
  { node, version }: Activation<'conflict'>,
  claims: Claim[],
  settled: Settled,
  by?: Pick<Extract<HandlerOutcome, { kind: 'done' }>, 'result' | 'settle' | 'costMicros' | 'record'> & {
    writer: { kind: 'agent'; id: string; name: string }
  },
): HandlerOutcome {
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  const problems = contract ? checkInstance(contract.schema, settled) : []
  const { writer = ENGINE, ...more } = by ?? {}
  if (problems.length)
    return {
      ...more,
      ...fault({
        code: 'contract_violated',
        message: `What was settled does not fit ${contract?.name ?? ''} ${contract?.version ?? ''}.`,
        details: { problems: problems.slice(0, 20) },
      }),
    }
  const { data, sealed } = settledRecord(node, claims, settled)
  return {
    kind: 'done',
    port: 'out',
    ...more,
    write: { slot: node.id, value: settled, writer },
    result: { ...by?.result, output: settled, settling: { claims, settled } },
    record: { data: { ...by?.record?.data, ...data }, sealed: { ...by?.record?.sealed, ...sealed } },
  }
}

/** An agent chooses among the claims, or asks a person; a value of its own it cannot give. */
async function adjudicate(activation: Activation<'conflict'>, claims: Claim[]): Promise<HandlerOutcome> {
  const { node } = activation
  const reasons = await Promise.all(claims.map(({ by }) => workerDecisions(activation, by)))
  const toldTo = ({ slug }: { slug: string }) => reasons.map((one) => one.get(slug)?.told)
  const answered = await askAgent(activation, {
    schema: adjudicationSchema(claims.length),
    named: 'adjudication@1',
    task: adjudicationTask(node.subject, node.task),
    more: (reader) => {
      const told = toldTo(reader)
      return { claims: claims.map(({ value }, i) => ({ claim: String(i), value, ...told[i] })) }
    },
  })
  const { agent, spent, shown } = answered
  if ('failure' in answered) return failed(answered)
  const { envelope } = answered
  const record = {
    data: answered.record.data,
    sealed: { ...answered.record.sealed, told: toldTo(agent) },
  }
  const said = readAdjudication(envelope.output)
  const common = { ...spent, result: { ...shown, envelope }, record: { ...record } }
  const settled = said.claim === ESCALATE ? undefined : choose(node, claims, Number(said.claim), 'supervisor')
  if (settled)
    return done(activation, claims, settled, {
      ...common,
      record: { ...record, sealed: { ...record.sealed, reasons: said.reasons } },
      writer: { kind: 'agent', id: agent.slug, name: agent.name },
    })
  const because = `${agent.name} asks a person: ${said.reasons.join(' ')}`
  const parked = await park(activation, claims, because, spent.costMicros)
  return {
    ...parked,
    ...common,
    result: { ...common.result, failure: { code: 'rejected', message: because } },
    record: { ...record, sealed: { ...record.sealed, reasons: said.reasons } },
  }
}

/** A person chooses; the run waits for it and holds nothing. */
async function park(
  activation: Activation<'conflict'>,
  claims: Claim[],
  because: string,
  costMicros = 0n,
): Promise<Extract<HandlerOutcome, { kind: 'park' }>> {
  const { node, at, startedAt } = activation
  const spentMicros = (BigInt(at.spentMicros) + costMicros).toString()
  const question = asked(activation)
  const view = await reviewView(
    { ...activation, at: { ...at, spentMicros } },
    {
      kind: 'conflict',
      question,
      conflict: {
        subject: node.subject,
        claims: await shownClaims(activation, claims),
        compare: node.compare,
        because,
      },
    },
  )
  return {
    kind: 'park',
    result: { settling: { claims, because } },
    review: {
      kind: 'conflict',
      question,
      reason: because,
      risk: 'medium',
      view,
      fourEyes: node.fourEyes,
      dueAt: new Date(startedAt.getTime() + node.dueHours * 3_600_000).toISOString(),
    },
  }
}

/** What cannot be worked out in time is asked as it was written. */
function asked({ node, version, at }: Activation<'conflict'>): string {
  const template = node.question || `Which claim of ${node.subject} holds?`
  try {
    const bindings = bindingsOf(version.bundle, at.state, at.steps)
    return bounded(() => renderTemplate(template, bindings, { lenient: true }))
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    return template
  }
}

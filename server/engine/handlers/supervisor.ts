import { ExpressionError } from '@/domain/expression/cel'
import { roundsOf } from '@/domain/run/rounds'
import type { DecidedGate, Supervision } from '@/domain/run/step'
import { storable } from '@/domain/storable'
import { SENT_BACK } from '@/domain/team/kinds/supervisor'
import { checkInstance } from '@/server/bounded'
import { digestOf, saltedDigest } from '@/server/record/digest'
import { endpointsFor } from '../endpoints-for'
import { boundTo, effectsAt, rulesOnEdit, type EditedSlot } from '../gate-effects'
import type { Activation, Handler } from '../types'
import { workerDecisions } from '../worker-decision'
import { askAgent, failed } from './ask-agent'
import { readSupervision, supervisionSchema, supervisionTask } from './supervisor-question'

/**
 * A supervisor's step: it sees what a worker decided, and why as far as it may, before that takes effect. An approval
 * binds to the effects behind it as a person's does; whatever cannot stand goes to a person.
 */
export const runSupervisor: Handler<'supervisor'> = async (activation) => {
  const { node, version, at } = activation
  const { bundle } = version
  const slot = at.arrived.slot
  if (slot === undefined) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const decisions = await workerDecisions(activation, slot)
  const contract = bundle.contracts[at.arrived.contract ?? '']
  const amendable = (seen: unknown): boolean =>
    contract !== undefined && digestOf(seen ?? null) === digestOf(at.state[slot] ?? null)
  const answered = await askAgent(activation, {
    // Who does not see all of it could only guess at the rest.
    schema: (view) => supervisionSchema(amendable(view[slot]) ? contract?.schema : undefined),
    named: 'supervision@1',
    task: supervisionTask(bundle.nodes[slot]?.name ?? slot, node.task),
    more: (reader) => ({ decision: decisions.get(reader.slug)?.told }),
  })
  const { agent, spent, shown } = answered
  if ('failure' in answered) return failed(answered)
  const { envelope, record } = answered
  const decision = decisions.get(agent.slug)
  if (!decision) throw new Error(`${agent.slug} was asked at ${node.id} and is not of it`)
  const said = readSupervision(envelope.output)
  const edit: EditedSlot | undefined =
    said.verdict === 'amend' ? { slot, value: storable(said.amended) } : undefined
  const stood =
    said.verdict === 'approve' || said.verdict === 'amend'
      ? await standing(activation, edit, edit && contract?.schema)
      : { effects: [] }
  const overruled = 'overruled' in stood ? stood.overruled : undefined
  const { port, round } = wayOf(activation, overruled === undefined ? said.verdict : 'escalate')
  const through = port === 'approved'
  const reasons = [...said.reasons, ...(overruled === undefined ? [] : [overruled])]
  const decided: DecidedGate = {
    decision: DECISIONS[port],
    by: agent.name,
    reason: reasons.join('\n'),
    edited: through && edit !== undefined,
    effects: 'effects' in stood ? stood.effects : [],
  }
  const supervision: Supervision = {
    verdict: said.verdict,
    of: slot,
    told: decision.withheld === undefined && decision.envelope ? toldOf(decision.envelope) : null,
    ...(decision.withheld !== undefined && { withheld: decision.withheld }),
    ...(overruled !== undefined && { overruled }),
    ...(edit && { before: at.state[slot] ?? null }),
  }
  return {
    kind: 'done',
    port,
    ...spent,
    ...(through &&
      edit && { write: { ...edit, writer: { kind: 'agent', id: agent.slug, name: agent.name } } }),
    result: {
      ...shown,
      envelope,
      supervision,
      verdict: decided,
      ...(!through && { reasons: reasons.map((text) => ({ code: node.id, text })) }),
      ...(port === SENT_BACK && { feedback: { by: agent.name, instructions: decided.reason } }),
    },
    record: {
      data: {
        ...record.data,
        port,
        verdict: said.verdict,
        worker: slot,
        told_digest: saltedDigest(decision.told, at.salt),
        round,
        of: node.maxRounds,
        effects: decided.effects,
        ...(overruled !== undefined && { overruled: true }),
      },
      sealed: { ...record.sealed, told: decision.told, reasons },
    },
  }
}

type Port = 'approved' | typeof SENT_BACK | 'rejected' | 'escalated'

const DECISIONS: Record<Port, string> = {
  approved: 'approve',
  [SENT_BACK]: 'send_back',
  rejected: 'reject',
  escalated: 'escalate',
}

/** Rejected goes back as long as rounds are left and a way back is drawn. */
function wayOf(
  { node, version, at }: Activation<'supervisor'>,
  verdict: Supervision['verdict'],
): { port: Port; round: number } {
  const round = roundsOf(at.steps, node.id, SENT_BACK)
  if (verdict === 'approve' || verdict === 'amend') return { port: 'approved', round }
  if (verdict === 'escalate') return { port: 'escalated', round }
  const drawn = (version.bundle.next[node.id] ?? []).some(({ port }) => port === SENT_BACK)
  return { port: drawn && round < node.maxRounds ? SENT_BACK : 'rejected', round }
}

/** What an approval binds to; or why it cannot stand: an amendment that fits no more, or one that a rule stops. */
async function standing(
  activation: Activation<'supervisor'>,
  edit: EditedSlot | undefined,
  schema: Record<string, unknown> | undefined,
): Promise<{ effects: DecidedGate['effects'] } | { overruled: string }> {
  const { node, version, at } = activation
  try {
    if (edit) {
      const [problem] = schema
        ? checkInstance(schema, edit.value)
        : [{ pointer: '', message: 'has no contract' }]
      if (problem)
        return { overruled: `The amendment does not fit: ${problem.pointer || '/'} ${problem.message}.` }
      const [rejected] = rulesOnEdit(version, at, edit).rejected
      if (rejected) return { overruled: `${rejected.id} stops the amendment: ${rejected.message}` }
    }
    return { effects: boundTo(await effectsAt(version, at, node.id, endpointsFor(activation), edit), at) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { overruled: `What would be sent cannot be made from this: ${error.message}` }
  }
}

const toldOf = ({ rationale, confidence }: { rationale: string; confidence: number }) => ({
  rationale,
  confidence,
})

import { roundsOf } from '@/domain/run/rounds'
import { ASKS_BACK } from '@/domain/team/kinds/asks-back'
import { staffOf } from '@/domain/team/staff'
import { fault } from '../fault'
import { takeUpFailure } from '../take-up'
import type { Activation, Handler, HandlerOutcome } from '../types'
import { seesIn } from '@/domain/team/governed'
import { REQUEST_SCHEMA, sayRequest } from './agent-request'
import { askAgent, askAgentOrRequest, failed } from './ask-agent'
import type { Requested } from './asked'

/** An agent's step: what it answers within its contract is handed on, or it asks the one before it for more. */
export const runAgent: Handler<'agent'> = async (activation) => {
  const { node, version, at } = activation
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  if (!contract) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  if (misfit) return fault(misfit)
  const question = { schema: contract.schema, named: node.produces ?? '', ...feedbackOf(activation) }
  const requests = requestsOf(activation)
  const answered = requests
    ? await askAgentOrRequest(activation, { ...question, ...requests })
    : await askAgent(activation, question)
  if ('failure' in answered) return failed(answered)
  if ('request' in answered) return asksBack(activation, answered)
  const { agent, spent, shown, envelope, record } = answered
  return {
    kind: 'done',
    port: 'out',
    ...spent,
    write: {
      slot: node.id,
      value: envelope.output,
      writer: { kind: 'agent', id: agent.slug, name: agent.name },
    },
    result: { ...shown, envelope, output: envelope.output },
    record,
  }
}

/** What an agent is told that may ask for more: of whom, how often still, and what it has asked before. */
function requestsOf({ node, version, at }: Activation<'agent'>) {
  if (!node.asksBack) return undefined
  const { contract, max } = node.asksBack
  const before = asked({ node, at })
  const schema = contract ? version.bundle.contracts[contract]?.schema : REQUEST_SCHEMA
  if (!schema) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const left = Math.max(0, max - before.length)
  const own = { requests: { made: before, left } }
  return {
    requests: { schema, of: targetOf({ node, version })?.name ?? '', left },
    // What was asked may hold what only the asking agent may see.
    more: ({ slug }: { slug: string }) => (slug === node.agent ? own : { requests: { left } }),
  }
}

/** The requests that were made at this node since it last handed on, as they were told. */
function asked({ node, at }: Pick<Activation<'agent'>, 'node' | 'at'>): string[] {
  const rounds = roundsOf(at.steps, node.id, ASKS_BACK.id)
  const made = at.steps.filter((step) => step.node === node.id && step.port === ASKS_BACK.id)
  return rounds > 0 ? made.slice(-rounds).map(({ told }) => told?.instructions ?? '') : []
}

function targetOf({ node, version: { bundle } }: Pick<Activation<'agent'>, 'node' | 'version'>) {
  const way = (bundle.next[node.id] ?? []).find(({ port }) => port === ASKS_BACK.id)
  return way && bundle.nodes[way.to]
}

/** Back to the one before it, while requests are left; then a person is shown what is asked. */
function asksBack(
  activation: Activation<'agent'>,
  { agent, spent, shown, request, grounds, record }: Requested,
): HandlerOutcome {
  const { node, version, at } = activation
  const { agents, contracts } = version.bundle
  const { max, contract: ref } = node.asksBack ?? { max: 0 }
  const before = asked({ node, at })
  const target = targetOf(activation)
  if (before.length >= max || !target) {
    const times = max === 1 ? 'once' : `${max} times`
    return failed({
      agent,
      spent,
      shown,
      retryable: false,
      failure: {
        code: 'request_exhausted',
        message: `${agent.name} still needs more, and has asked ${target?.name ?? 'for it'} ${times} already. It asks: ${inWords(request)}`,
        details: { request, rationale: grounds.rationale, asked_before: before },
      },
    })
  }
  const readers = staffOf(target).flatMap((slug) => agents[slug] ?? [])
  const contract = ref === undefined ? undefined : contracts[ref]
  const round = before.length + 1
  return {
    kind: 'done',
    port: ASKS_BACK.id,
    ...spent,
    result: {
      ...shown,
      request: {
        asked: request,
        ...(ref !== undefined && { contract: ref }),
        to: target.id,
        of: target.name,
        round,
        max,
        grounds,
      },
      feedback: {
        by: agent.name,
        instructions: sayRequest(request, contract, readers, seesIn(version.bundle)),
      },
    },
    record: { ...record, data: { ...record.data, asks: target.id, round, of: max } },
  }
}

const inWords = (request: Record<string, unknown>): string =>
  typeof request['what'] === 'string' ? request['what'] : JSON.stringify(request)

/** What somebody asked for when this visit goes back to do it once more, with what was there before. */
function feedbackOf({ at, node }: Activation<'agent'>) {
  const cause = at.steps.findLast((step) => step.node === at.arrived.from)
  const instructions =
    cause?.port === 'sent_back' ? cause.feedback?.reason : cause?.told ? cause.told.instructions : undefined
  if (instructions === undefined) return {}
  return { feedback: { instructions, previous: at.state[node.id] ?? null } }
}

import { fault } from '../fault'
import { takeUpFailure } from '../take-up'
import type { Activation, Handler } from '../types'
import { askAgent, failed } from './ask-agent'

/** An agent's step: what it answers within its contract is handed on. */
export const runAgent: Handler<'agent'> = async (activation) => {
  const { node, version, at } = activation
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  if (!contract) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  if (misfit) return fault(misfit)
  const answered = await askAgent(activation, {
    schema: contract.schema,
    named: node.produces ?? '',
    ...feedbackOf(activation),
  })
  const { agent, spent, shown } = answered
  if ('failure' in answered) return failed(answered)
  const { envelope, record } = answered
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

/** What somebody asked for when this visit goes back to do it once more, with what was there before. */
function feedbackOf({ at, node }: Activation<'agent'>) {
  const cause = at.steps.findLast((step) => step.node === at.arrived.from)
  const instructions =
    cause?.port === 'sent_back' ? cause.feedback?.reason : cause?.told ? cause.told.instructions : undefined
  if (instructions === undefined) return {}
  return { feedback: { instructions, previous: at.state[node.id] ?? null } }
}

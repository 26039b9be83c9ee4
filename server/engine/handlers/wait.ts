import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { eventKey, eventWriter, LONGEST_KEY } from '@/domain/event/event'
import type { StepFailure } from '@/domain/run/step'
import { bounded, checkInstance } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import { fault } from '../fault'
import { readEvent } from '../read-event'
import type { Activation, Handler, HandlerOutcome } from '../types'

/** Sleeps until its event comes or its time is up. Whoever brings the event wakes the branch with it. */
export const runWait: Handler<'wait'> = async (activation) => {
  const { node, at, startedAt } = activation
  const { event, woke, retriedAt = 0 } = at.arrived
  // Once a person said: once more, what was there before counts no more.
  if (event && event.attempt >= retriedAt) return takeUp(activation, event.id)
  if (woke) return { kind: 'done', port: 'timeout', result: {}, record: { data: { event: node.event } } }
  const key = keyOf(activation)
  if (typeof key !== 'string') return fault(key)
  const { timeoutSeconds: seconds } = node
  return {
    kind: 'sleep',
    ...(seconds !== undefined && { until: new Date(startedAt.getTime() + seconds * 1000) }),
    awaits: { event: node.event, key, shared: node.shared },
    result: {},
    record: { data: { event: node.event }, sealed: { key } },
  }
}

async function takeUp(
  { engine, node, version, workspace }: Activation<'wait'>,
  id: string,
): Promise<HandlerOutcome> {
  const received = await readEvent(engine.db, workspace.id, id)
  if (!received)
    return fault({ code: 'internal', message: `The event ${id} that woke this step is not there any more.` })
  const { payload, key, sentBy } = received
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  const problems = contract ? checkInstance(contract.schema, payload) : []
  if (problems.length)
    return fault({
      code: 'contract_violated',
      message: `The event ${node.event} does not fit ${contract?.name ?? ''} ${contract?.version ?? ''}.`,
      details: { event: id, problems: problems.slice(0, 20) },
    })
  return {
    kind: 'done',
    port: 'out',
    write: { slot: node.id, value: payload, writer: eventWriter(node.event, sentBy) },
    result: { output: payload, event: { id, name: node.event, key, from: sentBy.name } },
    record: { data: { event: node.event, received: id }, sealed: { key } },
  }
}

/** What the event must bear, or why there is no telling. */
function keyOf({ node, version, at, runId }: Activation<'wait'>): string | StepFailure {
  if (node.key === undefined) return runId
  const source = node.key
  try {
    const said = bounded(() => evaluateExpression(source, bindingsOf(version.bundle, at.state, at.steps)))
    return (
      eventKey(said) ?? {
        code: 'expression_failed',
        message: `${source} gives no key: a number, or a text of 1 to ${LONGEST_KEY} characters.`,
      }
    )
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { code: 'expression_failed', message: `The key could not be worked out: ${error.message}` }
  }
}

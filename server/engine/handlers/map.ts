import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { storable } from '@/domain/storable'
import { bounded, checkInstance } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import { ENGINE } from '../commit'
import { fault } from '../fault'
import type { Handler, HandlerOutcome } from '../types'

/** Takes a list apart: each item becomes the beginning of what its lane keeps to itself. */
export const runMap: Handler<'map'> = (activation) => Promise.resolve(takeApart(activation))

function takeApart({ node, version, at }: Parameters<Handler<'map'>>[0]): HandlerOutcome {
  let items: unknown
  try {
    items = storable(
      bounded(() => evaluateExpression(node.over, bindingsOf(version.bundle, at.state, at.steps))),
    )
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: `The list could not be made: ${error.message}` })
  }
  if (!Array.isArray(items))
    return fault({ code: 'expression_failed', message: `${node.over} does not give a list.` })
  if (items.length > node.maxItems)
    return fault({
      code: 'contract_violated',
      message: `The list has ${items.length} items; at most ${node.maxItems} are gone through.`,
    })
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  for (const [i, item] of items.entries()) {
    const problems = contract ? checkInstance(contract.schema, item) : []
    if (!problems.length) continue
    return fault({
      code: 'contract_violated',
      message: `Item ${i + 1} of ${items.length} does not fit ${contract?.name ?? ''} ${contract?.version ?? ''}.`,
      details: { item: i, problems: problems.slice(0, 20) },
    })
  }
  return {
    kind: 'done',
    port: 'each',
    lanes: { width: items.length, ports: ['each'], atOnce: node.atOnce },
    write: {
      slot: node.id,
      value: Object.fromEntries(items.map((item: unknown, i) => [String(i), { [node.id]: item }])),
      writer: ENGINE,
    },
    result: { split: { fork: `${node.id}#${at.iteration}`, width: items.length } },
    record: { data: { items: items.length, at_once: node.atOnce } },
  }
}

import { isApproval } from '../checks/gated'
import type { Graph } from '../graph'
import { handedOnBy, kindOf } from '../kinds/registry'

/**
 * The slots that may have been written before each reachable node without a person having approved since: the least
 * solution of before(n) = ⋃ over handoffs e into n of after(e), where a person's approval leaves nothing, and any other
 * way adds what its source writes. (Forward may-analysis: Kildall 1973.) Behind a join, what stood before the split is
 * as it was there: an approval within a way, or of one item, is of what follows in it.
 */
export function unseenBefore(graph: Graph): Map<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>()
  if (graph.entry === undefined) return before
  const queue = new Set([graph.entry])
  const reached = new Set([graph.entry])
  for (const id of graph.reachable) before.set(id, new Set())
  for (const id of queue) {
    queue.delete(id)
    const here = before.get(id) ?? new Set()
    const node = graph.nodes.get(id)
    if (!node) continue
    const targets: [string, Iterable<string>][] = graph.out(id).map((edge) => {
      const approved = isApproval(graph, edge) && kindOf(node).byPerson
      const wrote = handedOnBy(node, edge.from.port).map(({ slot }) => slot)
      return [edge.to.node, approved ? wrote : [...here, ...wrote]]
    })
    const join = graph.lanes.joinOf(id)
    if (join !== undefined && join !== id) targets.push([join, here])
    for (const [target, slots] of targets) {
      const there = before.get(target)
      if (!there) continue
      const size = there.size
      for (const slot of slots) there.add(slot)
      if (there.size > size || !reached.has(target)) queue.add(target)
      reached.add(target)
    }
  }
  return before
}

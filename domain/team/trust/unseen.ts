import { isApproval } from '../checks/gated'
import { inReverse, type Graph } from '../graph'
import { handedOnBy, kindOf } from '../kinds/registry'

/**
 * Whether a slot may have been written before a reachable node without a person having approved since: the least solution
 * of before(n) = ⋃ over handoffs e into n of after(e), where a person's approval leaves nothing, and any other way adds
 * what its source writes. (Forward may-analysis: Kildall 1973.) Behind a join, what stood before the split is as it was
 * there: an approval within a way, or of one item, is of what follows in it.
 * @param amends what a node may write by any way besides what it hands on
 */
export function unseenAt(
  graph: Graph,
  amends: (id: string) => readonly string[],
): (id: string, slot: string) => boolean {
  // Sets of slots as the bits of a number: a large team has hundreds of them at hundreds of nodes.
  const bits = new Map<string, bigint>()
  const bitOf = (slot: string): bigint => {
    const known = bits.get(slot) ?? 1n << BigInt(bits.size)
    bits.set(slot, known)
    return known
  }
  const order = inReverse(graph).reverse()
  const steps = order.flatMap((id) => {
    const node = graph.nodes.get(id)
    if (!node) return []
    const ways = graph.out(id).map((edge) => ({
      to: edge.to.node,
      approved: isApproval(graph, edge) && kindOf(node).byPerson === true,
      wrote: [...handedOnBy(node, edge.from.port).map(({ slot }) => slot), ...amends(id)].reduce(
        (all, slot) => all | bitOf(slot),
        0n,
      ),
    }))
    const join = graph.lanes.joinOf(id)
    return [{ id, ways, join: join === id ? undefined : join }]
  })
  const before = new Map<string, bigint>()
  let grown = true
  const add = (id: string, slots: bigint): void => {
    const known = before.get(id) ?? 0n
    if ((known | slots) === known) return
    before.set(id, known | slots)
    grown = true
  }
  while (grown) {
    grown = false
    for (const { id, ways, join } of steps) {
      const here = before.get(id) ?? 0n
      for (const { to, approved, wrote } of ways) add(to, approved ? wrote : here | wrote)
      if (join !== undefined) add(join, here)
    }
  }
  return (id, slot) => ((before.get(id) ?? 0n) & (bits.get(slot) ?? 0n)) !== 0n
}

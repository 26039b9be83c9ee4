import type { Expected } from '../../expression/check'
import { inReverse, walk, type Graph } from '../graph'
import { kindOf } from '../kinds/registry'

/**
 * By node: the nodes whose turn depends on which way it is left by. Those are what lies behind it up to where all its ways
 * have come together again, which is its immediate postdominator (control dependence: Ferrante, Ottenstein, Warren 1987).
 * What lies behind a person was decided by that person.
 */
export function decidedBy(graph: Graph): (id: string) => ReadonlySet<string> {
  let after: Map<string, Set<string>> | undefined
  const known = new Map<string, ReadonlySet<string>>()
  return (id) => {
    const kept = known.get(id)
    if (kept) return kept
    after ??= postdominators(graph)
    const always = after.get(id) ?? new Set()
    const onward = (from: string): string[] => graph.out(from).map(({ to }) => to.node)
    const goesOn = (to: string): boolean => to === id || !always.has(to)
    const found = walk(onward(id).filter(goesOn), (one) => {
      const node = graph.nodes.get(one)
      return one === id || (node && kindOf(node).byPerson) ? [] : onward(one).filter(goesOn)
    })
    known.set(id, found)
    return found
  }
}

/**
 * The nodes whose turn depends on which items a node goes through: those of its lanes, as far as no person decides, and
 * the join, which gathers what came of just these.
 */
function doneFor(graph: Graph, opener: string): ReadonlySet<string> {
  const join = graph.lanes.joinOf(opener)
  const inside = (from: string): string[] => {
    const node = graph.nodes.get(from)
    if (from === join || (from !== opener && node && kindOf(node).byPerson)) return []
    const next = graph.out(from).map(({ to }) => to.node)
    return next.filter((to) => to === join || graph.lanes.of(to).some((lane) => lane.opener === opener))
  }
  return walk(inside(opener), inside)
}

/**
 * By a condition's node and what hangs on it by its ways alone: that, and what hangs on how its lane goes. Where a join does
 * not wait for all of its lanes, or a lane may end before it, the condition decides as well what the join hands on, by which
 * way, and whether what is under way in the other lanes is broken off, whoever approved it there.
 */
function hurriedBy(graph: Graph): (id: string, decided: ReadonlySet<string>) => ReadonlySet<string> {
  const decides = decidedBy(graph)
  return (id, decided) => {
    const found = new Set(decided)
    for (const { opener } of graph.lanes.of(id).toReversed()) {
      const join = graph.nodes.get(graph.lanes.joinOf(opener) ?? '')
      const rules = join && kindOf(join).joins?.(join)
      // Who gives tasks waits for all of them, whatever becomes of each.
      if (!join || !rules || kindOf(join).closes === 'own') continue
      const races = rules.wait !== 'all' || rules.timeoutSeconds !== undefined
      if (!races && !found.has(join.id)) continue
      found.add(join.id)
      if (rules.timeoutSeconds !== undefined) for (const one of decides(join.id)) found.add(one)
      if (rules.late === 'cancel')
        for (const one of graph.reachable)
          if (graph.lanes.of(one).some((lane) => lane.opener === opener)) found.add(one)
    }
    return found
  }
}

/** By node and what one of its conditions gives: all that hangs on it. */
export function hangingOn(graph: Graph): (id: string, gives: Expected | undefined) => ReadonlySet<string> {
  const decides = decidedBy(graph)
  const hurries = hurriedBy(graph)
  return (id, gives) => hurries(id, gives === 'list' ? doneFor(graph, id) : decides(id))
}

/** By node: the nodes that every path from it to an end comes by, itself left out. */
function postdominators(graph: Graph): Map<string, Set<string>> {
  const ids = [...graph.reachable]
  const all = new Set(ids)
  const after = new Map<string, Set<string>>(ids.map((id) => [id, all]))
  const endsAt = (id: string): boolean => {
    const node = graph.nodes.get(id)
    if (!node) return true
    const drawn = new Set(graph.out(id).map(({ from }) => from.port))
    const ports = kindOf(node).ports(node)
    // A way out that leads nowhere ends the run, or its lane, where it may.
    return ports.length === 0 || ports.some((port) => !drawn.has(port.id) && (port.required || port.endsAs))
  }
  const ends = new Map(ids.map((id) => [id, endsAt(id)]))
  const queue = new Set(inReverse(graph))
  for (const id of queue) {
    queue.delete(id)
    const next = ends.get(id) ? [] : graph.out(id).map(({ to }) => to.node)
    const [first, ...others] = next.map((to) => after.get(to) ?? all)
    const common = new Set<string>()
    if (first)
      next.forEach((to, i) => {
        if (next.every((other, k) => k === i || other === to || after.get(other)?.has(to))) common.add(to)
      })
    for (const one of first ?? []) if (others.every((other) => other.has(one))) common.add(one)
    if (common.size === after.get(id)?.size) continue
    after.set(id, common)
    for (const { from } of graph.into(id)) if (all.has(from.node)) queue.add(from.node)
  }
  return after
}

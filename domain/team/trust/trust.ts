import { arrivingAt, leavesToReturn } from '../carry'
import { reachableNodes } from '../checks/check'
import type { NodeExpression } from '../kinds/kind'
import { kindOf, slotsOf } from '../kinds/registry'
import { leavesIn } from '../made'
import { madeAt } from '../made-at'
import type { TeamNode } from '../node'
import { isStaffed, type StaffedNode } from '../staff'
import { hangingOn } from './behind'
import {
  CLEAN,
  conditionsOf,
  isTainted,
  joined,
  partOf,
  pathsOf,
  placesOf,
  readsByTools,
  shownTo,
  type Flowing,
  type Place,
  type Taint,
} from './flows'
import { unseenAt } from './unseen'

/** A condition that such words decide, and the nodes whose turn hangs on it. */
export interface Condition extends Taint {
  node: TeamNode
  expression: NodeExpression
  decides: ReadonlySet<string>
}

export interface Trust {
  /** What may stand at a path of the state when a node is come to. */
  at(node: string, path: string): Taint
  /** What an agent is shown at a node, and told by who sends it back. */
  shown(node: StaffedNode): Taint
  /** What is not to be trusted of all that an expression uses at a node. */
  of(node: TeamNode, expression: NodeExpression): Taint & { paths: string[] }
  conditions: readonly Condition[]
}

/**
 * Which values unchecked words from outside may have made. Labels flow with the data (what an agent answers bears those
 * of all it was shown, what is mapped or gathered those of what it is made of) and with the ways that were taken: what is
 * written behind a condition on such words bears the condition, until its ways meet again. A label ends where a contract
 * leaves no words (a listed value, a number, an id), or where a person has approved. Least solution, by iteration over
 * the lattice of sets of nodes. (Denning 1976; implicit flows: Denning and Denning 1977.)
 */
export function trustOf(team: Flowing): Trust {
  const { graph, scope } = team
  const nodes = reachableNodes(team)
  const amends = amendments(team, nodes)
  const unseen = unseenAt(graph, (id) => (amends.by.get(id) ?? []).map(({ as }) => as))
  const hangs = hangingOn(graph)
  const labels = new Map<string, { words: Set<string>; chosen: Set<string> }>()
  const writers = new Map(nodes.flatMap((node) => slotsOf(node).map((slot) => [slot, node] as const)))
  const readAt = placesOf(scope)
  const shown = new Map(nodes.filter(isStaffed).map((node) => [node.id, shownTo(team, node).map(readAt)]))
  const saw = new Map<string, Taint>()
  const made = new Map(nodes.map((node) => [node.id, madeAt(team, node)]))
  const used = new Map<NodeExpression, Place[]>()
  const tested = nodes.flatMap((node) => conditionsOf(node).map((expression) => ({ node, expression })))
  let conditions: Condition[] = []

  let grown = true
  while (grown) {
    grown = false
    conditions = tested.flatMap(({ node, expression }) => {
      const taint = of(node, expression)
      return isTainted(taint)
        ? [{ ...taint, node, expression, decides: hangs(node.id, expression.gives) }]
        : []
    })
    for (const node of nodes) {
      const chosen = conditions.filter((one) => one.decides.has(node.id)).map((one) => one.node.id)
      const here = isStaffed(node) ? toldBy(node) : CLEAN
      saw.set(node.id, here)
      for (const slot of slotsOf(node)) add(slot, brings(node, here), [...here.chosen, ...chosen])
      for (const { as } of amends.by.get(node.id) ?? []) add(as, here.words, here.chosen)
    }
  }
  return { of, conditions, at: (node, path) => at(node, readAt(path)), shown: seenBy }

  function add(slot: string, words: Iterable<string>, chosen: Iterable<string>): void {
    const label = labels.get(slot) ?? { words: new Set<string>(), chosen: new Set<string>() }
    const before = label.words.size + label.chosen.size
    for (const one of words) label.words.add(one)
    for (const one of chosen) label.chosen.add(one)
    labels.set(slot, label)
    grown ||= label.words.size + label.chosen.size > before
  }

  function of(node: TeamNode, expression: NodeExpression): Taint & { paths: string[] } {
    const places = used.get(expression) ?? pathsOf(team, node, expression).map(readAt)
    used.set(expression, places)
    const tainted = places.flatMap((place) => {
      const taint = at(node.id, place)
      return isTainted(taint) ? [{ path: place.path, taint }] : []
    })
    return { ...joined(tainted.map(({ taint }) => taint)), paths: tainted.map(({ path }) => path) }
  }

  /** What may stand at a place of the state when a node is come to. */
  function at(node: string, { slot, names, words }: Place, within: readonly string[] = []): Taint {
    const amended = (amends.of.get(slot) ?? []).flatMap((as) => {
      const label = unseen(node, as) ? labels.get(as) : undefined
      return label ? [label] : []
    })
    const own = unseen(node, slot)
    if (!own && amended.length === 0) return CLEAN
    const found = [...(own ? [labels.get(slot) ?? CLEAN] : []), ...amended]
    if (!words) return { words: CLEAN.words, chosen: joined(found).chosen }
    const made: Taint = { words: own ? wordsAt(slot, names, within) : CLEAN.words, chosen: CLEAN.chosen }
    return { words: joined([made, ...amended]).words, chosen: joined(found).chosen }
  }

  function wordsAt(slot: string, names: readonly string[], within: readonly string[]): ReadonlySet<string> {
    const own = labels.get(slot)?.words ?? CLEAN.words
    const writer = writers.get(slot)
    const whole = writer && made.get(writer.id)
    if (!whole || within.includes(slot)) return own
    const leaves = leavesIn(partOf(whole, names) ?? whole)
    const from = leaves.map(({ path }) => at(writer.id, readAt(path), [...within, slot]).words)
    return new Set([...own, ...from.flatMap((words) => [...words])])
  }

  /** What an agent goes by at a node: what it is shown and told there, and what its tools read. */
  function toldBy(node: StaffedNode): Taint {
    const { words, chosen } = seenBy(node)
    return readsByTools(team, node) ? { words: new Set([...words, node.id]), chosen } : { words, chosen }
  }

  /** What an agent is shown at a node, and told in words by who sends it back. */
  function seenBy(node: StaffedNode): Taint {
    const views = (shown.get(node.id) ?? []).map((place) => at(node.id, place))
    const told = graph
      .into(node.id)
      .filter((edge) => leavesToReturn(graph, edge))
      .flatMap((edge) => {
        const source = graph.nodes.get(edge.from.node)
        if (!source) return []
        const words = kindOf(source)
          .expressions(source)
          .filter(({ tells }) => tells === edge.from.port)
        return [saw.get(source.id) ?? CLEAN, ...words.map((expression) => of(source, expression))]
      })
    return joined([...views, ...told])
  }

  /** Whose words a node's own slots may hold, as far as the engine does not make them of others' values. */
  function brings(node: TeamNode, here: Taint): Iterable<string> {
    if (isStaffed(node)) return here.words
    return made.get(node.id) ? [] : [node.id]
  }
}

/** What an agent that reviews may write over what it lets through, apart from what stood there before. */
function amendments({ graph, carried }: Flowing, nodes: readonly TeamNode[]) {
  const by = new Map(
    nodes
      .filter((node) => isStaffed(node) && kindOf(node).isGate)
      .map(({ id }) => [
        id,
        arrivingAt(graph, carried, id).map(({ slot }) => ({ slot, as: `${slot} by ${id}` })),
      ]),
  )
  const of = new Map<string, string[]>()
  for (const { slot, as } of [...by.values()].flat()) of.set(slot, [...(of.get(slot) ?? []), as])
  return { by, of }
}

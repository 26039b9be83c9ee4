import type { NodeExpression } from '../kinds/kind'
import { keptFor } from '../../kept'
import type { Bundle } from '../bundle'
import { carriedOn, leavesToReturn } from '../carry'
import { reachableNodes } from '../checks/check'
import { drawnOf, graphOf } from '../graph'
import { kindOf, slotsOf } from '../kinds/registry'
import type { Lane } from '../lanes'
import type { Made } from '../made'
import { madeAt } from '../made-at'
import type { TeamNode } from '../node'
import { scopeOf } from '../scope'
import { isStaffed, staffOf } from '../staff'
import { hangingOn } from './behind'
import { conditionsOf, pathsOf, placesOf, shownTo, type Flowing, type Place } from './flows'
import { trustOf, type Trust } from './trust'

/** How values flow in a version: what follows from its drawing alone, worked out once for all its runs. */
export interface Flow {
  team: Flowing
  /** The proof's own labels, for what a history does not tell. */
  proved(): Trust
  placeAt(path: string): Place
  /** The places that an agent is shown clearly at a node. */
  shownAt(node: string): readonly Place[]
  /** The places that an expression uses. */
  usedBy(node: TeamNode, expression: NodeExpression): readonly Place[]
  /** What is tested at a node, each with the nodes whose turn hangs on it. */
  testedAt(node: TeamNode): readonly { expression: NodeExpression; decides: ReadonlySet<string> }[]
  madeAt(node: string): Made | undefined
  writerOf(slot: string): string | undefined
  /** The ways by which others send back to a node. */
  returningTo(node: string): readonly { from: string; port: string }[]
  lanesOf(node: string): readonly Lane[]
  /** Whether what is done at a node is no part of the history that is read at another: it is done once for each item. */
  isHidden(node: string, from: string): boolean
}

/** @param bundle a version as it runs, which never changes in place */
export const flowOf = keptFor((bundle: Bundle): Flow => {
  const team = flowing(bundle)
  const { graph, scope } = team
  const placeAt = placesOf(scope)
  const nodes = reachableNodes(team)
  const shown = new Map(nodes.filter(isStaffed).map((node) => [node.id, shownTo(team, node).map(placeAt)]))
  const writers = new Map(nodes.flatMap((node) => slotsOf(node).map((slot) => [slot, node.id] as const)))
  const hangs = hangingOn(graph)
  const usedBy = keptFor((node: TeamNode) =>
    keptFor((expression: NodeExpression) => pathsOf(team, node, expression).map(placeAt)),
  )
  const testedAt = keptFor((node: TeamNode) =>
    conditionsOf(node).map((expression) => ({
      expression,
      decides: hangs(node.id, expression.gives),
    })),
  )
  const made = keptFor((node: TeamNode) => madeAt(team, node))
  let trust: Trust | undefined
  return {
    team,
    proved: () => (trust ??= trustOf(team)),
    placeAt,
    shownAt: (id) => shown.get(id) ?? [],
    usedBy: (node, expression) => usedBy(node)(expression),
    testedAt,
    madeAt(id) {
      const node = graph.nodes.get(id)
      return node && made(node)
    },
    writerOf: (slot) => writers.get(slot),
    returningTo: (id) =>
      graph
        .into(id)
        .filter((edge) => leavesToReturn(graph, edge))
        .map(({ from }) => ({ from: from.node, port: from.port })),
    lanesOf: (id) => graph.lanes.of(id),
    isHidden(id, from) {
      const seen = new Set(graph.lanes.of(from).map(({ opener }) => opener))
      return graph.lanes.of(id).some(({ opener }) => {
        const node = graph.nodes.get(opener)
        return node !== undefined && kindOf(node).opens === 'items' && !seen.has(opener)
      })
    },
  }
})

/** The connections over which words came in at these nodes; what a run begins with and events came over none. */
export const connectionsBehind = ({ nodes, agents }: Bundle, sources: Iterable<string>): string[] => [
  ...new Set(
    [...sources].flatMap((id) => {
      const node = nodes[id]
      if (!node) return []
      const called = kindOf(node).connection?.(node)
      const tools = staffOf(node).flatMap((slug) => agents[slug]?.tools ?? [])
      return [...(called === undefined ? [] : [called]), ...tools.map(({ connection }) => connection)]
    }),
  ),
]

function flowing(bundle: Bundle): Flowing {
  const { nodes, edges } = drawnOf(bundle)
  const graph = graphOf({ nodes, edges })
  const contracts = new Map(Object.entries(bundle.contracts))
  return {
    graph,
    contracts,
    carried: carriedOn(graph),
    scope: scopeOf(nodes, contracts),
    views: bundle.views,
    fallbackViews: bundle.fallbackViews ?? {},
    agents: new Map(Object.entries(bundle.agents)),
  }
}

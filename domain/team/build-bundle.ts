import type { Agent } from './agent'
import { calledOperations, withOperations } from './called-operations'
import type { Bundle, BundleEdge } from './bundle'
import { isReturn } from './carry'
import type { Compilation } from './checks/check'
import { contractsNamedBy, kindOf } from './kinds/registry'
import { staffOf } from './staff'

/** What runs, from a team that is sound: only what its nodes name, nothing of how it is drawn. */
export function buildBundle(team: Compilation, entry: string): Bundle {
  const { document, graph } = team
  const agents = named(document.nodes.flatMap(staffOf), team.agents)
  const tools = Object.values<Agent>(agents).flatMap((agent) =>
    agent.tools.map(({ connection }) => connection),
  )
  const called = document.nodes.map((node) => kindOf(node).connection?.(node))
  const contracts = document.nodes.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract))
  const next: Record<string, BundleEdge[]> = {}
  for (const edge of graph.edges) {
    const [carries, ...others] = team.carried.get(edge.id) ?? []
    if (!carries) continue
    const returns = isReturn(graph, edge)
    ;(next[edge.from.node] ??= []).push({
      id: edge.id,
      port: edge.from.port,
      to: edge.to.node,
      carries,
      ...(returns && { returns: true as const }),
      ...(returns && others.length > 0 && { or: others }),
    })
  }
  const needed = named(
    document.nodes.map((node) => kindOf(node).team?.(node)),
    new Map((team.catalogue.teams ?? []).map((one) => [one.slug, one])),
  )
  const joins = document.nodes.flatMap(({ id }) => {
    const join = graph.lanes.joinOf(id)
    return join === undefined ? [] : [[id, join] as const]
  })
  const bundle: Bundle = {
    format: 1,
    name: document.name,
    goal: document.goal,
    ...(document.purpose !== undefined && { purpose: document.purpose }),
    entry,
    nodes: Object.fromEntries(document.nodes.map((node) => [node.id, node])),
    next,
    contracts: named(contracts, team.contracts),
    agents,
    connections: withOperations(
      named([...tools, ...called], team.connections),
      calledOperations(document.nodes, Object.values(agents)),
    ),
    views: team.views,
    ...(Object.keys(needed).length > 0 && { teams: needed }),
    ...(Object.keys(team.fallbackViews).length > 0 && { fallbackViews: team.fallbackViews }),
    ...(joins.length > 0 && { joins: Object.fromEntries(joins) }),
  }
  // Its digest is over JSON, which knows no undefined.
  return JSON.parse(JSON.stringify(bundle)) as Bundle
}

/** The things of these names, each once, sorted by name. */
function named<T>(names: readonly (string | undefined)[], known: ReadonlyMap<string, T>): Record<string, T> {
  const wanted = [...new Set(names)].filter((name) => name !== undefined).sort()
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const found = known.get(name)
      return found === undefined ? [] : [[name, found] as const]
    }),
  )
}

import { arrivingAt } from '../carry'
import { keptFor } from '../../kept'
import { walk, type Graph } from '../graph'
import { kindOf } from '../kinds/registry'
import { agentAt, isStaffed } from '../staff'
import type { NodeOf, TeamNode } from '../node'
import { reachableNodes, type Compilation, type Found } from './check'
import { leaveOut } from './fixes-ways'

type Node = NodeOf<'conflict'>

/**
 * Cascading overrides are impossible by construction: of each subject there is one owner and, on any way a run can
 * take, one settlement; behind it nobody claims that subject again; and whoever claims the same is brought together.
 */
export function conflictPaths(team: Compilation, nodes: readonly Node[]): Found[] {
  return [
    ...[...pairs(nodes)].flatMap(([a, b]) =>
      a.subject === b.subject ? [...owners(team, a, b), ...twice(team, a, b)] : [],
    ),
    ...nodes.flatMap((node) => [...reopened(team, node), ...amended(team, node), ...undeclared(team, node)]),
    ...unsettled(team, nodes),
  ]
}

function owners({ graph }: Compilation, a: Node, b: Node): Found[] {
  if (a.owner === undefined || b.owner === undefined || a.owner === b.owner) return []
  const named = (id: string): string => `"${graph.nodes.get(id)?.name ?? id}"`
  const [one, other] = [named(a.owner), named(b.owner)]
  return [
    {
      code: 'conflict.owners',
      severity: 'error',
      message: `Two own the decision on ${a.subject}: ${one} at "${a.name}", ${other} at "${b.name}". A subject has one owner.`,
      place: { node: b.id, pointer: '/owner' },
      ...(b.claims.some(({ node }) => node === a.owner) && {
        fixes: [
          {
            label: `Let ${one} own it at both`,
            command: { type: 'node.update', id: b.id, patch: { owner: a.owner } },
          },
        ],
      }),
    },
  ]
}

function twice(team: Compilation, a: Node, b: Node): Found[] {
  if (!mayBothRun(team.graph, a.id, b.id)) return []
  return [
    {
      code: 'conflict.again',
      severity: 'error',
      message: `${a.subject || 'The same subject'} is settled at "${a.name}" and again at "${b.name}" in one run. What is settled once holds.`,
      place: { node: b.id },
      fixes: leaveOut(team, b),
    },
  ]
}

/** Behind a settlement nobody claims its subject again: neither who claimed before, nor anybody else who may. */
function reopened(team: Compilation, node: Node): Found[] {
  if (node.subject === '') return []
  const { graph } = team
  const behind = behindOf(graph, node.id)
  return [...behind].flatMap((id) => {
    const other = graph.nodes.get(id)
    if (!other || id === node.id || other.kind === 'conflict') return []
    const claimed = node.claims.some((claim) => claim.node === id)
    if (!claimed && !claimsOf(team, other).includes(node.subject)) return []
    return [
      {
        code: 'conflict.reopened',
        severity: 'error',
        message: `"${other.name}" claims ${node.subject}, and a run can come there after "${node.name}" has settled it. Nobody reopens what is settled: let it do its work before.`,
        place: { node: id },
      },
    ]
  })
}

/** Nobody amends what is settled either. */
function amended({ document, graph, carried }: Compilation, node: Node): Found[] {
  return document.nodes.flatMap((other): Found[] => {
    if (!isStaffed(other) || !kindOf(other).isGate) return []
    if (!arrivingAt(graph, carried, other.id).some(({ slot }) => slot === node.id)) return []
    return [
      {
        code: 'conflict.reopened',
        severity: 'error',
        message: `"${other.name}" could amend what "${node.name}" has settled. Review each claim before it is settled, or let a person settle it.`,
        place: { node: other.id },
      },
    ]
  })
}

/** An agent that claims says so where it is defined: only then is it known who else claims the same. */
function undeclared(team: Compilation, node: Node): Found[] {
  if (node.subject === '') return []
  return node.claims.flatMap((claim, i): Found[] => {
    const source = team.graph.nodes.get(claim.node)
    const agent = source && team.agents.get(agentAt(source) ?? '')
    if (!agent || agent.claims.includes(node.subject)) return []
    return [
      {
        code: 'conflict.undeclared',
        severity: 'warning',
        message: `${agent.name} claims ${node.subject} at "${node.name}", but its own page does not say that it may. Add ${node.subject} to its claims.`,
        place: { node: node.id, pointer: `/claims/${i}/node` },
      },
    ]
  })
}

/** Two agents that may claim the same subject in one run are brought together at a node that settles it. */
function unsettled(team: Compilation, nodes: readonly Node[]): Found[] {
  const claiming = reachableNodes(team).flatMap((node) => {
    const claims = claimsOf(team, node)
    return claims.length > 0 ? [{ node, claims, agent: agentAt(node) }] : []
  })
  const agents = new Map<string, Set<string | undefined>>()
  for (const { claims, agent } of claiming)
    for (const subject of claims) agents.set(subject, (agents.get(subject) ?? new Set()).add(agent))
  const claimants = claiming.filter(({ claims }) => claims.some((one) => (agents.get(one)?.size ?? 0) > 1))
  const found = new Map<string, Found>()
  for (const [{ node: a, ...one }, { node: b, ...other }] of pairs(claimants)) {
    if (one.agent === other.agent) continue
    const subjects = one.claims.filter((subject) => other.claims.includes(subject))
    if (subjects.length === 0 || !mayBothRun(team.graph, a.id, b.id)) continue
    for (const subject of subjects) {
      const settling = nodes.filter((node) => node.subject === subject)
      const brought = (node: Node) => [a, b].every(({ id }) => node.claims.some((claim) => claim.node === id))
      if (settling.some(brought) || found.has(`${b.id} ${subject}`)) continue
      const [first] = settling
      found.set(`${b.id} ${subject}`, {
        code: 'conflict.open',
        severity: 'error',
        message: first
          ? `"${a.name}" and "${b.name}" both claim ${subject}, but "${first.name}" does not take both claims. Add the missing one there.`
          : `"${a.name}" and "${b.name}" both claim ${subject}, and nobody says which holds. Put a node that settles it behind both, or take the subject from one of the agents.`,
        place: { node: first?.id ?? b.id, ...(first && { pointer: '/claims' }) },
      })
    }
  }
  return [...found.values()]
}

/** What the agent at a node may claim there; whoever reviews or adjudicates makes no claim of its own. */
export function claimsOf(team: Compilation, node: TeamNode): readonly string[] {
  if (!isStaffed(node) || node.kind === 'conflict' || kindOf(node).isGate) return []
  return team.agents.get(node.agent ?? '')?.claims ?? []
}

/** Whether one run can come by both: one behind the other, or in two ways of one split. */
export function mayBothRun(graph: Graph, a: string, b: string): boolean {
  if (behindOf(graph, a).has(b) || behindOf(graph, b).has(a)) return true
  const [ofA, ofB] = [graph.lanes.of(a), graph.lanes.of(b)]
  const at = ofA.findIndex((lane, i) => lane.opener !== ofB[i]?.opener || lane.port !== ofB[i].port)
  return at >= 0 && ofA[at]?.opener === ofB[at]?.opener
}

const walked = keptFor((_graph: Graph) => new Map<string, Set<string>>())

/** Everything a run can come to after a node, going back included. */
function behindOf(graph: Graph, id: string): Set<string> {
  const known = walked(graph)
  const behind =
    known.get(id) ??
    walk(
      graph.out(id).map(({ to }) => to.node),
      (one) => graph.out(one).map(({ to }) => to.node),
    )
  known.set(id, behind)
  return behind
}

function* pairs<T>(list: readonly T[]): Generator<[T, T]> {
  for (const [i, a] of list.entries()) for (let j = i + 1; j < list.length; j++) yield [a, list[j] as T]
}

import { refOf, showRef } from '../../contract/contract'
import type { Agent } from '../agent'
import { leadsOnTo } from '../carry'
import { walk } from '../graph'
import { isAsked } from '../cost/worst-run'
import { contractsNamedBy, kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { agentAt, isStaffed } from '../staff'
import { listed, reachableNodes, type Check, type Compilation, type Found } from './check'
import { claimsOf, mayBothRun } from './conflict-paths'
import { personBefore } from './fixes'
import { overlap } from './overlap'
import { handoffAdvice } from './unvalidated'

/** What tends to go wrong as a team grows. */
export const adviceCheck: Check = {
  code: 'advice',
  title: 'Advice',
  run: (team) => [
    ...hub(team),
    ...sameJob(team),
    ...sameClaims(team),
    ...overrides(team),
    ...handoffAdvice(team),
    ...firstVersion(team),
    ...unusedContracts(team),
  ],
}

const MOST_WITHOUT_HUB = 4

function hub({ document }: Compilation): Found[] {
  const agents = document.nodes.filter(isAsked)
  if (agents.length <= MOST_WITHOUT_HUB || document.nodes.some((node) => kindOf(node).isHub)) return []
  return [
    {
      code: 'advice.hub',
      severity: 'advice',
      message: `${agents.length} agents can affect each other in ${((agents.length * (agents.length - 1)) / 2).toLocaleString('en-US')} ways; with a hub in the middle it would be ${agents.length}. From the fifth on, a router or an orchestrating agent keeps that few.`,
      place: {},
    },
  ]
}

function sameJob({ document, agents }: Compilation): Found[] {
  const used = [...new Set(document.nodes.map((node) => agentAt(node) ?? ''))].flatMap(
    (slug) => agents.get(slug) ?? [],
  )
  return used.flatMap((one, i) => {
    const others = used.slice(i + 1).filter((other) => alike(one, other))
    // Who is like an earlier one has been named with it.
    if (others.length === 0 || used.slice(0, i).some((other) => alike(other, one))) return []
    return [
      {
        code: 'advice.job',
        severity: 'advice' as const,
        message: `${listed([one, ...others].map(({ name }) => name))} have the same job, or nearly. Two who do the same contradict each other sooner or later: say what each does that the others do not.`,
        place: {},
      },
    ]
  })
}

/** Those who are to judge the same from two sides say so by their claims, and are settled by those. */
const alike = (one: Agent, other: Agent): boolean =>
  overlap(one.job, other.job) && !one.claims.some((subject) => other.claims.includes(subject))

/** Who decides the same on different ways; on one way it has to be settled (domain/team/checks/conflict-paths.ts). */
function sameClaims(team: Compilation): Found[] {
  const claimants = new Map<string, TeamNode[]>()
  for (const node of reachableNodes(team))
    for (const subject of claimsOf(team, node))
      claimants.set(subject, [...(claimants.get(subject) ?? []), node])
  const apart = [...claimants].flatMap(([subject, nodes]): [string, string[]][] => {
    const names = nodes.flatMap((a, i) =>
      nodes
        .slice(i + 1)
        .filter((b) => agentAt(a) !== agentAt(b) && !mayBothRun(team.graph, a.id, b.id))
        .flatMap((b) => [a.name, b.name]),
    )
    return names.length > 0 ? [[subject, [...new Set(names)]]] : []
  })
  return apart.map(([subject, names]) => ({
    code: 'advice.claims',
    severity: 'advice',
    message: `${listed(names)} both decide ${subject}, each on a way of its own: what holds depends on the way that was taken. Let one of them decide it on all.`,
    place: {},
  }))
}

/** Who hands on, behind another, the very thing that one has handed on. */
function overrides({ graph, document, carried }: Compilation): Found[] {
  return document.nodes.flatMap((node) => {
    if (!isStaffed(node) || kindOf(node).isGate || node.kind === 'conflict') return []
    const produces = kindOf(node).produces(node)
    const before = graph
      .into(node.id)
      .flatMap((edge) => carried.get(edge.id) ?? [])
      .filter(({ contract }) => contract !== undefined && contract === produces)
      .flatMap(({ slot }) => graph.nodes.get(slot) ?? [])
      .find(
        (one) =>
          isStaffed(one) &&
          agentAt(one) !== node.agent &&
          leadsOn(graph, one.id, node.id) &&
          !isSettled(document, one.id, node.id),
      )
    if (!before || produces === undefined) return []
    return [
      {
        code: 'advice.override',
        severity: 'advice' as const,
        message: `"${node.name}" takes up ${showRef(produces)} from "${before.name}" and hands on the same anew, so it overrides what "${before.name}" decided. Let a supervisor amend it, or give what it adds a contract of its own.`,
        place: { node: node.id },
      },
    ]
  })
}

/** Whether what both say is settled further on, so that neither overrides the other. */
const isSettled = ({ nodes }: Compilation['document'], ...both: string[]): boolean =>
  nodes.some(
    (node) => node.kind === 'conflict' && both.every((id) => node.claims.some((claim) => claim.node === id)),
  )

const leadsOn = (graph: Compilation['graph'], from: string, to: string): boolean =>
  walk(leadsOnTo(graph, from), (id) => leadsOnTo(graph, id)).has(to)

const MANY_AT_FIRST = 2

function firstVersion(team: Compilation): Found[] {
  const { document, catalogue, graph } = team
  const agents = document.nodes.filter(isAsked)
  const effects = document.nodes.filter((node) => kindOf(node).isEffect(node))
  if ((catalogue.published ?? 0) > 0 || agents.length <= MANY_AT_FIRST || effects.length === 0) return []
  const [first] = effects
  const before = walk(
    effects.map(({ id }) => id),
    (id) => graph.into(id).map(({ from }) => from.node),
  )
  if (document.nodes.some((node) => kindOf(node).byPerson && before.has(node.id))) return []
  return [
    {
      code: 'advice.person',
      severity: 'advice',
      message: `A first version with ${agents.length} agents and nobody who approves what it writes. Begin with a person, and take them out on evidence.`,
      place: { ...(first && { node: first.id }) },
      ...(first && { fixes: [personBefore(team, first)] }),
    },
  ]
}

function unusedContracts({ document }: Compilation): Found[] {
  const used = new Set(
    document.nodes.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)),
  )
  return document.contracts
    .map((contract) => refOf(contract))
    .filter((ref) => !used.has(ref))
    .map((ref) => ({
      code: 'advice.contract',
      severity: 'advice',
      message: `No node names the contract ${showRef(ref)}.`,
      place: { contract: ref },
      fixes: [{ label: `Remove ${showRef(ref)}`, command: { type: 'contract.remove', ref } }],
    }))
}

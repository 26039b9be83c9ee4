import type { Compilation } from '../checks/check'
import { inReverse } from '../graph'
import { kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { isStaffed, staffOf, type StaffedNode } from '../staff'
import { worstOf } from '../worst-case'
import { leastCall, worstVisit } from './price'
import type { SetBudget } from './priced'

/** Whether somebody is asked at a node. */
export const isAsked = (node: TeamNode): node is StaffedNode =>
  isStaffed(node) && !kindOf(node).unstaffed?.(node)

/**
 * The most that one run can be billed for models, in micro-dollars; or only for what one agent is asked.
 * @returns Infinity where what an agent is shown has no largest size, null where nothing bounds the run itself, and
 *   undefined where it is not known what an agent costs: the workspace's models are not, or none may be asked
 */
export function worstRun(team: Compilation, agent?: string): number | null | undefined {
  if (!team.catalogue.models) return undefined
  const costs = new Map<string, number>()
  for (const node of team.document.nodes) {
    if (!team.graph.reachable.has(node.id) || !isAsked(node)) continue
    if (agent !== undefined && !staffOf(node).includes(agent)) continue
    const cost = worstVisit(team, node)
    if (cost === undefined) return undefined
    costs.set(node.id, cost)
  }
  return worstOf(team.graph, (id) => costs.get(id) ?? 0)
}

/**
 * What a budget must have free at least for any run to come to an end: on the cheapest path, the dearest single call,
 * since what a call may cost at most is reserved before it is made. The smallest of such figures over all paths.
 */
export function leastRun(
  team: Compilation,
  agent?: string,
): { micros: number; node: StaffedNode } | undefined {
  const { graph } = team
  if (graph.entry === undefined) return undefined
  const own = (id: string): number => {
    const node = graph.nodes.get(id)
    if (!node || !isAsked(node) || (agent !== undefined && node.agent !== agent)) return 0
    return leastCall(team, node)
  }
  const least = new Map<string, number>()
  const order = inReverse(graph)
  let changed = true
  while (changed) {
    changed = false
    for (const id of order) {
      const node = graph.nodes.get(id)
      const drawn = graph.out(id)
      const ways = drawn.map(({ to }) => least.get(to.node) ?? Infinity)
      const open =
        node &&
        kindOf(node)
          .ports(node)
          .some((port) => !drawn.some(({ from }) => from.port === port.id))
      const found = Math.max(own(id), ways.length === 0 || open ? 0 : Math.min(...ways))
      if (found >= (least.get(id) ?? Infinity)) continue
      least.set(id, found)
      changed = true
    }
  }
  const micros = least.get(graph.entry) ?? 0
  const node = [...graph.reachable]
    .map((id) => graph.nodes.get(id))
    .find((one) => one && isAsked(one) && own(one.id) === micros)
  return micros > 0 && Number.isFinite(micros) && node && isAsked(node) ? { micros, node } : undefined
}

/** The budgets that a run of this team draws on, the tightest first. */
export function budgetsOn({ catalogue, document, graph }: Compilation): SetBudget[] {
  const staff = new Set(
    document.nodes.filter((node) => graph.reachable.has(node.id) && isAsked(node)).flatMap(staffOf),
  )
  return (catalogue.budgets ?? [])
    .filter(
      ({ scope, subject, team }) =>
        scope === 'workspace' ||
        (scope === 'team'
          ? subject === catalogue.slug
          : staff.has(subject) && (team === undefined || team === catalogue.slug)),
    )
    .toSorted((a, b) => Number(BigInt(a.capMicros) - BigInt(b.capMicros)))
}

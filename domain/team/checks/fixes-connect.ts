import { checkCompat } from '../../contract/compat'
import { arrivingAt } from '../carry'
import type { Command } from '../command'
import { walk } from '../graph'
import type { Port } from '../kinds/common'
import { beginsLane, handedOnBy, kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { isStaffed } from '../staff'
import type { Compilation } from './check'
import { freeId } from './fixes'
import { isApproval } from './gated'

interface Way {
  source: TeamNode
  port: Port
}

/**
 * Lets the nearest way out that leads nowhere, and whose contract fits, lead to a node that no path leads to, or to the
 * first of those before it. A way that has to lead on comes before one by which a run may end.
 */
export function connectUnreachable(team: Compilation, node: TeamNode): { label: string; command: Command }[] {
  const first = firstBefore(team, node)
  if (!first || !kindOf(first).takesIn || !standsFree(team, first)) return []
  const nearest = openWays(team)
    .toSorted(
      (a, b) =>
        Number(b.port.required) - Number(a.port.required) ||
        distance(team, a.source, first) - distance(team, b.source, first),
    )
    .find((way) => keepsGate(team, way, first) && fits(team, way, first))
  if (!nearest) return []
  const { source, port } = nearest
  const isOnly = kindOf(source).ports(source).length === 1
  return [
    {
      label: `Let "${source.name}" lead to "${first.name}"${isOnly ? '' : ` (${port.label})`}`,
      command: {
        type: 'edge.add',
        edge: {
          id: freeId(
            `${source.id}_${port.id}_${first.id}`.slice(0, 60),
            team.document.edges.map(({ id }) => id),
          ),
          from: { node: source.id, port: port.id },
          to: { node: first.id },
        },
      },
    },
  ]
}

/** The beginning of what hangs together before a node; undefined where several begin, or none as in a circle. */
function firstBefore({ graph }: Compilation, node: TeamNode): TeamNode | undefined {
  const before = walk([node.id], (id) => graph.into(id).map(({ from }) => from.node))
  const firsts = [...before].filter((id) => graph.into(id).length === 0)
  return firsts.length === 1 ? graph.nodes.get(firsts[0] ?? '') : undefined
}

/**
 * Whether what begins at a node would change no more than that it is come to: it leads nowhere that a run comes already,
 * where other paths count on what was written before, and into or out of no split.
 */
function standsFree({ graph }: Compilation, first: TeamNode): boolean {
  const behind = walk([first.id], (id) => graph.out(id).map(({ to }) => to.node))
  return [...behind].every((id) => {
    const node = graph.nodes.get(id)
    return (
      node && !graph.reachable.has(id) && kindOf(node).closes !== 'any' && kindOf(node).opens === undefined
    )
  })
}

/** Whether no write would be come to unapproved: none lies this side of a gate, or the way is a gate's and leads there. */
function keepsGate({ graph }: Compilation, { port }: Way, first: TeamNode): boolean {
  const ungated = walk([first.id], (id) =>
    graph
      .out(id)
      .filter((edge) => !isApproval(graph, edge))
      .map(({ to }) => to.node),
  )
  const nodes = [...ungated].flatMap((id) => graph.nodes.get(id) ?? [])
  return !nodes.some((node) => kindOf(node).isEffect(node)) || (!!port.approves && !nodes.some(isStaffed))
}

/** The ways out that a run comes by and that lead nowhere, outside of splits: what comes behind may end anywhere. */
const openWays = ({ document, graph }: Compilation): Way[] =>
  document.nodes
    .filter(({ id }) => graph.reachable.has(id) && graph.lanes.of(id).length === 0)
    .flatMap((source) =>
      kindOf(source)
        .ports(source)
        .filter(
          ({ id, returns, required, endsAs }) =>
            !returns &&
            (required || endsAs !== undefined) &&
            !beginsLane(source, id) &&
            graph.out(source.id).every(({ from }) => from.port !== id),
        )
        .map((port) => ({ source, port })),
    )

function fits(team: Compilation, { source, port }: Way, target: TeamNode): boolean {
  const { graph, carried, contracts } = team
  const accepts = kindOf(target).accepts(target)
  if (accepts === undefined) return true
  const accepted = contracts.get(accepts)
  const own = handedOnBy(source, port.id)
  const crossing =
    own.length > 0 ? own : arrivingAt(graph, carried, graph.lanes.openerOf(source.id) ?? source.id)
  return (
    crossing.length > 0 &&
    crossing.every(({ contract }) => {
      if (contract === accepts) return true
      const brought = contracts.get(contract ?? '')
      return brought && accepted && checkCompat(brought.schema, accepted.schema).verdict === 'compatible'
    })
  )
}

/** Between two cards; where one has no place, none is nearer than another. */
function distance({ document }: Compilation, one: TeamNode, other: TeamNode): number {
  const [a, b] = [one, other].map(({ id }) => document.layout.positions[id])
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}

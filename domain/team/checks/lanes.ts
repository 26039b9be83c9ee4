import { walk } from '../graph'
import { beginsLane, kindOf, waysAtOnce } from '../kinds/registry'
import type { Edge } from '../document'
import type { LaneFault } from '../lanes'
import type { NodeOf, TeamNode } from '../node'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { joinAfter } from './fixes'
import { leadElsewhere } from './fixes-ways'
import { gatheredFits, itemsFit } from './lanes-fit'

/** Every split comes together at one join, no way leads around it, and what is gathered fits. */
export const lanesCheck: Check = {
  code: 'lanes',
  title: 'Splits come together',
  needsEntry: true,
  run(team) {
    return [
      ...team.graph.lanes.faults.map((fault) => told(team, fault)),
      ...reachableNodes(team).flatMap((node) => [
        ...(node.kind === 'join'
          ? [...gatheredFits(team, node), ...unreachable(team, node), ...overtaken(team, node)]
          : []),
        ...(node.kind === 'parallel' ? ways(node) : []),
        ...(node.kind === 'map' ? itemsFit(team, node) : []),
        ...empty(team, node),
      ]),
    ]
  },
}

type Fixes = NonNullable<Found['fixes']>

function told(team: Compilation, fault: LaneFault): Found {
  const { document, graph } = team
  const nameOf = (id: string) => graph.nodes.get(id)?.name ?? id
  const severity = 'error'
  switch (fault.kind) {
    case 'alone':
      return {
        code: 'lanes.alone',
        severity,
        message: `"${nameOf(fault.join)}" has nothing to bring together: no split comes before it.`,
        place: { node: fault.join },
      }
    case 'crossed':
      return {
        code: 'lanes.crossed',
        severity,
        message: `The handoff from "${nameOf(fault.edge.from.node)}" to "${nameOf(fault.edge.to.node)}" leads out of a way of "${nameOf(fault.opener)}", or into one, past its join. What is split comes together at a join first.`,
        place: { edge: fault.edge.id },
        fixes: backIntoLane(team, fault.edge),
      }
    case 'joins':
      return {
        code: 'lanes.joins',
        severity,
        message: `The ways of "${nameOf(fault.opener)}" lead to two joins, "${nameOf(fault.joins[0])}" and "${nameOf(fault.joins[1])}". They come together at one.`,
        place: { node: fault.opener },
      }
    case 'shared':
      return {
        code: 'lanes.shared',
        severity,
        message: `"${nameOf(fault.join)}" is the join of two splits, "${nameOf(fault.openers[0])}" and "${nameOf(fault.openers[1])}". Give each its own.`,
        place: { node: fault.join },
      }
    case 'open': {
      const opener = graph.nodes.get(fault.opener)
      return {
        code: 'lanes.open',
        severity,
        message: `The ways of "${nameOf(fault.opener)}" never come together. Lead them to a join.`,
        place: { node: fault.opener },
        ...(opener && { fixes: joinAfter(document, graph, opener) }),
      }
    }
  }
}

/** Of the handoffs that meet where one of them should not lead, the one that leaves its lane leads to its join instead. */
function backIntoLane(team: Compilation, { to }: Edge): Fixes {
  const { graph } = team
  const leaving = graph
    .into(to.node)
    .filter(({ from }) => graph.reachable.has(from.node))
    .map((edge) => ({ edge, fixes: leadElsewhere(team, edge) }))
    .toSorted((a, b) => graph.lanes.of(b.edge.from.node).length - graph.lanes.of(a.edge.from.node).length)
  const [first] = leaving.filter(
    ({ edge, fixes }) => fixes.length > 0 && graph.lanes.of(edge.from.node).length > 0,
  )
  return first?.fixes ?? []
}

/** A parallel of one way is none; a way twice could not be told apart. */
function ways(node: NodeOf<'parallel'>): Found[] {
  const ports = node.ways.map(({ port }) => port)
  if (ports.length < 2)
    return [
      {
        code: 'lanes.few',
        severity: 'error',
        message: `"${node.name}" has fewer than two ways: there is nothing to do at the same time.`,
        place: { node: node.id, pointer: '/ways' },
      },
    ]
  return new Set(ports).size === ports.length
    ? []
    : [
        {
          code: 'lanes.twice',
          severity: 'error',
          message: `Two ways of "${node.name}" have the same name.`,
          place: { node: node.id, pointer: '/ways' },
        },
      ]
}

/** A way that leads straight to where the ways come together brings nothing. */
function empty({ graph }: Compilation, node: TeamNode): Found[] {
  const join = graph.lanes.joinOf(node.id)
  return graph
    .out(node.id)
    .filter(({ from, to }) => to.node === join && beginsLane(node, from.port))
    .map(({ id, from }) => ({
      code: 'lanes.empty',
      severity: 'error',
      message: `The way "${from.port}" of "${node.name}" leads straight to "${graph.nodes.get(join ?? '')?.name ?? ''}": nothing is done on it. Put somebody there, or leave the way out.`,
      place: { edge: id },
      ...(node.kind === 'parallel' &&
        node.ways.length > 2 && {
          fixes: [
            {
              label: `Leave out "${from.port}"`,
              command: {
                type: 'batch',
                commands: [
                  { type: 'edge.remove', id },
                  {
                    type: 'node.update',
                    id: node.id,
                    patch: { ways: node.ways.filter(({ port }) => port !== from.port) },
                  },
                ],
              },
            },
          ],
        }),
    }))
}

/** Lanes left to finish must not be met by those of another round: both would write in the same places. */
function overtaken({ graph }: Compilation, join: NodeOf<'join'>): Found[] {
  const opener = graph.lanes.openerOf(join.id)
  if (join.late !== 'finish' || opener === undefined) return []
  const stopped = new Set(
    graph.lanes.of(opener).flatMap((lane) => {
      const around = graph.nodes.get(graph.lanes.joinOf(lane.opener) ?? '')
      return around && kindOf(around).joins?.(around).late === 'cancel' ? [around.id] : []
    }),
  )
  const again = walk([join.id], (id) =>
    graph
      .out(id)
      .map(({ to }) => to.node)
      .filter((to) => !stopped.has(to)),
  )
  if (!again.has(opener)) return []
  return [
    {
      code: 'lanes.late',
      severity: 'error',
      message: `A run may come to "${graph.nodes.get(opener)?.name ?? ''}" again while what came too late for "${join.name}" is still under way. Stop what is late where there are several rounds.`,
      place: { node: join.id, pointer: '/late' },
      fixes: [
        {
          label: 'Stop what is late',
          command: { type: 'node.update', id: join.id, patch: { late: 'cancel' } },
        },
      ],
    },
  ]
}

/** More arrivals than there are ways never come. */
function unreachable({ graph }: Compilation, join: NodeOf<'join'>): Found[] {
  const opener = graph.nodes.get(graph.lanes.openerOf(join.id) ?? '')
  const ways = waysAtOnce(opener)
  if (!opener || ways === undefined || join.wait !== 'quorum' || join.quorum <= ways) return []
  return [
    {
      code: 'lanes.quorum',
      severity: 'error',
      message: `"${join.name}" waits for ${join.quorum} of ${ways} ways of "${opener.name}".`,
      place: { node: join.id, pointer: '/quorum' },
      fixes: [
        {
          label: `Wait for ${ways}`,
          command: { type: 'node.update', id: join.id, patch: { quorum: ways } },
        },
      ],
    },
  ]
}

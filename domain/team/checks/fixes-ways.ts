import { refOf, showRef } from '../../contract/contract'
import type { Command } from '../command'
import type { Edge, TeamDocument } from '../document'
import { walk, type Graph } from '../graph'
import { beginsLane, contractsNamedBy, kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { listed, type Compilation } from './check'
import { beside, freeId, made, removeEdge } from './fixes'
import { readsIn } from './reads-in'

interface Fix {
  label: string
  command: Command
}

/** Lets a handoff lead where its way may end: to the join of its lane, or to a new end. */
export function leadElsewhere({ document, graph }: Compilation, edge: Edge): Fix[] {
  const source = graph.nodes.get(edge.from.node)
  if (!source) return []
  const lane = beginsLane(source, edge.from.port) ? undefined : graph.lanes.of(source.id).at(-1)
  const join = graph.nodes.get(graph.lanes.joinOf(lane?.opener ?? '') ?? '')
  if (join && join.id !== edge.to.node)
    return [
      {
        label: `Let "${source.name}" lead to "${join.name}" instead`,
        command: { type: 'edge.reconnect', id: edge.id, to: { node: join.id } },
      },
    ]
  if (lane || beginsLane(source, edge.from.port)) return []
  const end = made(document, 'end', 'done', 'Done')
  return [
    {
      label: `Let the run end after "${source.name}" instead`,
      command: {
        type: 'batch',
        label: `End after ${source.name}`,
        commands: [
          { type: 'node.add', node: end, ...beside(document, source.id) },
          { type: 'edge.reconnect', id: edge.id, to: { node: end.id } },
        ],
      },
    },
  ]
}

/** Removes a node to which no path leads, with those that lead to it and to which no path leads either. */
export function removeUnreachable(team: Compilation, node: TeamNode): Fix[] {
  const { document, graph } = team
  const gone = walk([node.id], (id) =>
    graph
      .into(id)
      .map(({ from }) => from.node)
      .filter((one) => !graph.reachable.has(one)),
  )
  if (isReadBesides(team, gone)) return []
  const nodes = document.nodes.filter(({ id }) => gone.has(id))
  return [{ label: `Remove ${namedOrCounted(nodes)}`, command: removal(nodes) }]
}

/** Takes a handoff away, with the few nodes that only it leads to. */
export function removeWay(team: Compilation, edge: Edge): Fix[] {
  const { document, graph } = team
  const entry = graph.entry
  const stays = walk(entry === undefined ? [] : [entry], (id) =>
    graph
      .out(id)
      .filter((one) => one !== edge)
      .map(({ to }) => to.node),
  )
  const nodes = document.nodes.filter(({ id }) => graph.reachable.has(id) && !stays.has(id))
  if (nodes.length > FEW || isReadBesides(team, new Set(nodes.map(({ id }) => id)))) return []
  const remove: Command = { type: 'edge.remove', id: edge.id }
  if (nodes.length === 0) return [{ label: 'Remove this handoff', command: remove }]
  return [
    {
      label: `Remove this handoff and ${namedOrCounted(nodes)}`,
      command: { type: 'batch', label: 'Remove a way', commands: [remove, removal(nodes)] },
    },
  ]
}

const FEW = 3

/** Takes a node out between what leads to it and what it leads on to. */
export function leaveOut(team: Compilation, node: TeamNode): Fix[] {
  const { graph } = team
  const [on, ...others] = graph.out(node.id)
  if (!on || others.length > 0 || isReadBesides(team, new Set([node.id]))) return []
  return [
    {
      label: `Leave out "${node.name}"`,
      command: {
        type: 'batch',
        label: `Leave out ${node.name}`,
        commands: [
          ...graph
            .into(node.id)
            .map(({ id }): Command => ({ type: 'edge.reconnect', id, to: { node: on.to.node } })),
          { type: 'node.remove', id: node.id },
        ],
      },
    },
  ]
}

/** Takes a handoff away where its way out may lead nowhere, and leads it elsewhere where it may not. */
export function withoutHandoff(team: Compilation, edge: Edge): Fix[] {
  const { graph } = team
  const source = graph.nodes.get(edge.from.node)
  const port =
    source &&
    kindOf(source)
      .ports(source)
      .find(({ id }) => id === edge.from.port)
  if (!source || !port?.required) return [removeEdge(edge.id)]
  if (kindOf(source).asks?.(source) === port.id) return [askNoMore(source, edge.id)]
  if (!port.returns) return leadElsewhere(team, edge)
  const [before] = graph.into(source.id).flatMap(({ from }) => graph.nodes.get(from.node) ?? [])
  if (!before || before.id === edge.to.node || !kindOf(before).writes(before)) return []
  return [
    {
      label: `Go back to "${before.name}" instead`,
      command: { type: 'edge.reconnect', id: edge.id, to: { node: before.id } },
    },
  ]
}

/** Lets an agent no longer ask the one before it for more. */
const askNoMore = (node: TeamNode, edge: string): Fix => ({
  label: `Let "${node.name}" ask nobody back`,
  command: {
    type: 'batch',
    label: `${node.name} asks nobody back`,
    commands: [
      { type: 'edge.remove', id: edge },
      { type: 'node.update', id: node.id, patch: { asksBack: null } },
    ],
  },
})

/** Adds the one beginning, before the node that the rest follows from, with the contract that it takes. */
export function addTrigger(document: TeamDocument, graph: Graph): Fix {
  const trigger = made(document, 'trigger', 'start', 'Start')
  const first = beginningOf(graph)
  const produces = first && (kindOf(first).accepts(first) ?? unnamedContract(document))
  const node = { ...trigger, ...(produces !== undefined && { produces }) }
  const edgeIds = document.edges.map(({ id }) => id)
  return {
    label: first
      ? `Add a trigger before "${first.name}"${produces === undefined ? '' : `, which begins with ${showRef(produces)}`}`
      : 'Add a trigger',
    command: {
      type: 'batch',
      label: 'Add a trigger',
      commands: [
        { type: 'node.add', node, ...(first && beside(document, first.id, -1)) },
        ...(first
          ? [
              {
                type: 'edge.add',
                edge: {
                  id: freeId(`${trigger.id}_out_${first.id}`, edgeIds),
                  from: { node: trigger.id, port: 'out' },
                  to: { node: first.id },
                },
              } satisfies Command,
            ]
          : []),
      ],
    },
  }
}

/** The one contract that no node names: where the beginning is missing, it was that one's. */
function unnamedContract({ nodes, contracts }: TeamDocument): string | undefined {
  const named = new Set(nodes.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)))
  const [only, ...others] = contracts.map(refOf).filter((ref) => !named.has(ref))
  return others.length === 0 ? only : undefined
}

/** The node from which a run can come to most others. */
function beginningOf(graph: Graph): TeamNode | undefined {
  const behind = (id: string): number => walk([id], (one) => graph.out(one).map(({ to }) => to.node)).size
  return [...graph.nodes.values()]
    .map((node) => ({ node, size: behind(node.id) }))
    .toSorted((a, b) => b.size - a.size)[0]?.node
}

/** Whether any node that stays reads what one of these hands over. */
function isReadBesides({ document }: Compilation, gone: ReadonlySet<string>): boolean {
  return document.nodes.some(
    (node) =>
      !gone.has(node.id) &&
      kindOf(node)
        .expressions(node)
        .flatMap(readsIn)
        .some(({ path: [first = '', second = ''] }) => gone.has(first === 'decision' ? second : first)),
  )
}

const removal = (nodes: readonly TeamNode[]): Command => {
  const commands = nodes.map(({ id }): Command => ({ type: 'node.remove', id }))
  const [only] = commands
  return only && commands.length === 1 ? only : { type: 'batch', label: 'Remove what never runs', commands }
}

const namedOrCounted = (nodes: readonly TeamNode[]): string =>
  nodes.length > FEW ? `${nodes.length} nodes that nothing leads to` : listed(nodes.map(({ name }) => name))

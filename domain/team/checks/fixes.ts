import type { Command } from '../command'
import type { Edge, TeamDocument } from '../document'
import type { Graph } from '../graph'
import { roomBefore } from '../card-places'
import { KINDS, kindOf } from '../kinds/registry'
import type { NodeKind, TeamNode } from '../node'
import type { Compilation } from './check'

/** From one card to the next, with room between for what a handoff says. */
const BESIDE = 344
const BELOW = 160

/** An id that is not taken: the name, or the name with a number. */
export function freeId(name: string, taken: Iterable<string>): string {
  const known = new Set(taken)
  for (let i = 1; ; i++) {
    const id = i === 1 ? name : `${name}_${i}`
    if (!known.has(id)) return id
  }
}

/**
 * Puts a person before a node: everything that led to it leads to the person, whose approval leads on. A person hands on
 * one thing, so where different things come there is one for each.
 */
export function personBefore(
  { document, graph, carried }: Compilation,
  target: TeamNode,
): { label: string; command: Command } {
  const coming = new Map<string, string[]>()
  const into = document.edges
    .filter(({ to }) => to.node === target.id)
    // What no run comes by brings nothing of its own.
    .toSorted((a, b) => Number(graph.reachable.has(b.from.node)) - Number(graph.reachable.has(a.from.node)))
  for (const { id, from } of into) {
    const brought = (carried.get(id) ?? []).map(({ contract = '' }) => contract).join(' ')
    const what = graph.reachable.has(from.node) ? brought : ([...coming.keys()][0] ?? brought)
    coming.set(what, [...(coming.get(what) ?? []), id])
  }
  const nodeIds = document.nodes.map(({ id }) => id)
  const edgeIds = document.edges.map(({ id }) => id)
  const sources = into.map(({ from }) => from.node)
  const { at, moves } = roomBefore(document, target.id, sources)
  const commands = [...coming.values()].flatMap((edges, i): Command[] => {
    const person = {
      ...KINDS.human.defaults(freeId('approval', nodeIds), i === 0 ? 'Approval' : `Approval ${i + 1}`),
      question: `May "${target.name}" go ahead?`,
    } as TeamNode
    const approved = freeId(`${person.id}_approved`, edgeIds)
    nodeIds.push(person.id)
    edgeIds.push(approved)
    return [
      { type: 'node.add', node: person, at: at(i) },
      ...edges.map((id): Command => ({ type: 'edge.reconnect', id, to: { node: person.id } })),
      {
        type: 'edge.add',
        edge: { id: approved, from: { node: person.id, port: 'approved' }, to: { node: target.id } },
      },
    ]
  })
  return {
    label: `Put a person before "${target.name}"`,
    command: { type: 'batch', label: `Person before ${target.name}`, commands: [...moves, ...commands] },
  }
}

/** Puts a person on a handoff: their approval leads on where it led. */
export function personOn(
  document: TeamDocument,
  edge: Edge,
  source: TeamNode,
  target: TeamNode,
): { label: string; command: Command } {
  const person = {
    ...made(document, 'human', 'doubt', 'In doubt'),
    question: `What becomes of what "${source.name}" was in doubt about?`,
  } as TeamNode
  const edgeIds = document.edges.map(({ id }) => id)
  return {
    label: 'Put a person there',
    command: {
      type: 'batch',
      label: `Person after ${source.name}`,
      commands: [
        { type: 'node.add', node: person, ...beside(document, source.id) },
        { type: 'edge.reconnect', id: edge.id, to: { node: person.id } },
        {
          type: 'edge.add',
          edge: {
            id: freeId(`${person.id}_approved`, edgeIds),
            from: { node: person.id, port: 'approved' },
            to: { node: target.id },
          },
        },
      ],
    },
  }
}

/** Lets a way out lead to a new end. */
export function endAt(
  document: TeamDocument,
  source: TeamNode,
  port: string,
): { label: string; command: Command } {
  const outcome = /^reject/.test(port) ? 'rejected' : 'done'
  const end = {
    ...made(document, 'end', outcome, outcome === 'done' ? 'Done' : 'Rejected'),
    outcome,
  } as TeamNode
  const edgeIds = document.edges.map(({ id }) => id)
  return {
    label: 'End the run here',
    command: {
      type: 'batch',
      label: 'End the run here',
      commands: [
        { type: 'node.add', node: end, ...beside(document, source.id) },
        {
          type: 'edge.add',
          edge: {
            id: freeId(`${source.id}_${port}`, edgeIds),
            from: { node: source.id, port },
            to: { node: end.id },
          },
        },
      ],
    },
  }
}

/** Brings the ways of a split together: what leads nowhere yet leads to a new join, and the join to an end. */
export function joinAfter(
  document: TeamDocument,
  graph: Graph,
  opener: TeamNode,
): { label: string; command: Command }[] {
  const inside = (id: string) => graph.lanes.of(id).at(-1)?.opener === opener.id
  const open = document.nodes
    .filter(({ id }) => id === opener.id || inside(id))
    .flatMap((node) => {
      const drawn = new Set(graph.out(node.id).map(({ from }) => from.port))
      return kindOf(node)
        .ports(node)
        .filter(({ id, required }) => required && !drawn.has(id))
        .map(({ id: port }) => ({ node: node.id, port }))
    })
  if (open.length === 0) return []
  const join = made(document, 'join', 'join', 'Join')
  const edgeIds = document.edges.map(({ id }) => id)
  return [
    {
      label: 'Bring the ways together at a join',
      command: {
        type: 'batch',
        label: `Join after ${opener.name}`,
        commands: [
          { type: 'node.add', node: join, ...beside(document, opener.id, 3) },
          ...open.map((from): Command => ({
            type: 'edge.add',
            edge: {
              id: freeId(`${from.node}_${from.port}_${join.id}`, edgeIds),
              from,
              to: { node: join.id },
            },
          })),
        ],
      },
    },
  ]
}

export const removeNode = (node: TeamNode): { label: string; command: Command } => ({
  label: `Remove "${node.name}"`,
  command: { type: 'node.remove', id: node.id },
})

export const removeEdge = (id: string): { label: string; command: Command } => ({
  label: 'Remove this handoff',
  command: { type: 'edge.remove', id },
})

/** A node as it is when it is dropped on the canvas, by a free id. */
export function made(document: TeamDocument, kind: NodeKind, id: string, name: string): TeamNode {
  return KINDS[kind].defaults(
    freeId(
      id,
      document.nodes.map((node) => node.id),
    ),
    name,
  )
}

/** So many cards to the right of a node, and below it. */
export function beside(
  document: TeamDocument,
  id: string,
  right = 1,
  below = 0,
): { at?: { x: number; y: number } } {
  const place = document.layout.positions[id]
  return place ? { at: { x: place.x + right * BESIDE, y: place.y + below * BELOW } } : {}
}

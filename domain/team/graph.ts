import type { Bundle } from './bundle'
import type { Edge, TeamDocument } from './document'
import { kindOf } from './kinds/registry'
import { lanesOf, type Lanes } from './lanes'
import type { TeamNode } from './node'

/** A document's nodes and handoffs as something to walk. Handoffs with an unknown end are left out. */
export interface Graph {
  nodes: ReadonlyMap<string, TeamNode>
  edges: readonly Edge[]
  /** The one node runs begin at; undefined when there is none, or more than one. */
  entry: string | undefined
  /** Nodes that a run can come to. */
  reachable: ReadonlySet<string>
  out(id: string): readonly Edge[]
  into(id: string): readonly Edge[]
  lanes: Lanes
}

export function graphOf(document: Pick<TeamDocument, 'nodes' | 'edges'>): Graph {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const edges = document.edges.filter(({ from, to }) => nodes.has(from.node) && nodes.has(to.node))
  const outgoing = groupBy(edges, ({ from }) => from.node)
  const incoming = groupBy(edges, ({ to }) => to.node)
  const triggers = document.nodes.filter((node) => !kindOf(node).takesIn)
  const entry = triggers.length === 1 ? triggers[0]?.id : undefined
  const out = (id: string): readonly Edge[] => outgoing.get(id) ?? []
  const into = (id: string): readonly Edge[] => incoming.get(id) ?? []
  const reachable = walk(entry === undefined ? [] : [entry], (id) => out(id).map(({ to }) => to.node))
  return { nodes, edges, entry, reachable, out, into, lanes: lanesOf({ nodes, entry, out }) }
}

/** The nodes and handoffs of a version, to be walked like those of its drawing. */
export const drawnOf = ({
  nodes,
  next,
}: Pick<Bundle, 'nodes' | 'next'>): Pick<TeamDocument, 'nodes' | 'edges'> => ({
  nodes: Object.values(nodes),
  edges: Object.entries(next).flatMap(([node, ways]) =>
    ways.map(({ id, port, to }) => ({ id, from: { node, port }, to: { node: to } })),
  ),
})

/** Everything that can be come to from the starts, the starts included. */
export function walk(starts: Iterable<string>, next: (id: string) => Iterable<string>): Set<string> {
  const seen = new Set(starts)
  for (const id of seen) for (const other of next(id)) seen.add(other)
  return seen
}

/** The reachable nodes, successors before their predecessors as far as there are no circles: depth-first postorder. */
export function inReverse({ entry, out }: Pick<Graph, 'entry' | 'out'>): string[] {
  const done: string[] = []
  const seen = new Set<string>()
  const stack: [string, number][] = entry === undefined ? [] : [[entry, 0]]
  if (entry !== undefined) seen.add(entry)
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = out(top[0])[top[1]++]?.to.node
    if (next === undefined) {
      done.push(top[0])
      stack.pop()
    } else if (!seen.has(next)) {
      seen.add(next)
      stack.push([next, 0])
    }
  }
  return done
}

/** The groups of nodes that lie on a common cycle (Tarjan's strongly connected components, 1972). */
export function cyclesOf(ids: Iterable<string>, next: (id: string) => Iterable<string>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const open = new Set<string>()
  const found: string[][] = []
  const visit = (id: string): void => {
    index.set(id, index.size)
    low.set(id, index.get(id) as number)
    stack.push(id)
    open.add(id)
    for (const other of next(id)) {
      if (!index.has(other)) visit(other)
      if (open.has(other)) low.set(id, Math.min(low.get(id) as number, low.get(other) as number))
    }
    if (low.get(id) !== index.get(id)) return
    const group = stack.splice(stack.lastIndexOf(id))
    for (const one of group) open.delete(one)
    if (group.length > 1 || [...next(id)].includes(id)) found.push(group)
  }
  for (const id of ids) if (!index.has(id)) visit(id)
  return found
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

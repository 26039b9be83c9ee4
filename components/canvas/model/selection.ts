import type { TeamDocument } from '@/domain/team/document'

/** What is selected on the canvas. */
export interface Selection {
  nodes: readonly string[]
  edges: readonly string[]
  notes: readonly string[]
}

export const NOTHING: Selection = { nodes: [], edges: [], notes: [] }

export const isEmpty = ({ nodes, edges, notes }: Selection): boolean =>
  nodes.length + edges.length + notes.length === 0

/** The one thing the inspector shows; undefined for none or several. */
export function onlyOne({
  nodes,
  edges,
  notes,
}: Selection): { kind: 'node' | 'edge' | 'note'; id: string } | undefined {
  if (nodes.length + edges.length + notes.length !== 1) return undefined
  const [node, edge, note] = [nodes[0], edges[0], notes[0]]
  if (node !== undefined) return { kind: 'node', id: node }
  if (edge !== undefined) return { kind: 'edge', id: edge }
  return note === undefined ? undefined : { kind: 'note', id: note }
}

export const sameSelection = (a: Selection, b: Selection): boolean =>
  (['nodes', 'edges', 'notes'] as const).every(
    (part) => a[part].length === b[part].length && a[part].every((id) => b[part].includes(id)),
  )

/** What of a selection is there: an undo may have taken the rest away. The same object when that is all of it. */
export function stillThere(selection: Selection, { nodes, edges, layout }: TeamDocument): Selection {
  const among = (ids: readonly string[], things: readonly { id: string }[]) =>
    ids.filter((id) => things.some((thing) => thing.id === id))
  const there: Selection = {
    nodes: among(selection.nodes, nodes),
    edges: among(selection.edges, edges),
    notes: among(selection.notes, layout.notes),
  }
  return sameSelection(there, selection) ? selection : there
}

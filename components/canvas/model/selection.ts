import type { TeamDocument } from '@/domain/team/document'

/** What is selected on the canvas. */
export interface Selection {
  nodes: readonly string[]
  edges: readonly string[]
  notes: readonly string[]
  groups: readonly string[]
}

export const NOTHING: Selection = { nodes: [], edges: [], notes: [], groups: [] }

const PARTS = ['nodes', 'edges', 'notes', 'groups'] as const
const ONE = { nodes: 'node', edges: 'edge', notes: 'note', groups: 'group' } as const

export const countOf = (selection: Selection): number =>
  PARTS.reduce((sum, part) => sum + selection[part].length, 0)

export const isEmpty = (selection: Selection): boolean => countOf(selection) === 0

/** The one thing the inspector shows; undefined for none or several. */
export function onlyOne(
  selection: Selection,
): { kind: (typeof ONE)[keyof typeof ONE]; id: string } | undefined {
  if (countOf(selection) !== 1) return undefined
  return PARTS.flatMap((part) => selection[part].map((id) => ({ kind: ONE[part], id })))[0]
}

export const sameSelection = (a: Selection, b: Selection): boolean =>
  PARTS.every((part) => a[part].length === b[part].length && a[part].every((id) => b[part].includes(id)))

/** What of a selection is there: an undo may have taken the rest away. The same object when that is all of it. */
export function stillThere(selection: Selection, { nodes, edges, layout }: TeamDocument): Selection {
  const among = (ids: readonly string[], things: readonly { id: string }[]) => {
    if (ids.length === 0) return ids
    const there = new Set(things.map(({ id }) => id))
    return ids.filter((id) => there.has(id))
  }
  const there: Selection = {
    nodes: among(selection.nodes, nodes),
    edges: among(selection.edges, edges),
    notes: among(selection.notes, layout.notes),
    groups: among(selection.groups, layout.groups ?? []),
  }
  return sameSelection(there, selection) ? selection : there
}

/** The nodes that are meant: those selected, and those of selected groups. */
export function nodesMeant(selection: Selection, { layout }: TeamDocument): string[] {
  const within = (layout.groups ?? []).filter(({ id }) => selection.groups.includes(id))
  return [...new Set([...selection.nodes, ...within.flatMap(({ nodes }) => nodes)])]
}

import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import type { Point } from '../geometry/shapes'
import { placesOf } from '@/domain/team/card-places'

/** To which line cards may be brought, in the order of the buttons. */
export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const
export type Alignment = (typeof ALIGNMENTS)[number]

export type Direction = 'across' | 'down'

/** One edit that brings cards into line; undefined when they are, or are fewer than two. */
export function alignNodes(
  document: TeamDocument,
  ids: readonly string[],
  to: Alignment,
): Command | undefined {
  const places = placed(document, ids)
  if (places.length < 2) return undefined
  const axis = to === 'left' || to === 'centre' || to === 'right' ? 'x' : 'y'
  const values = places.map(([, at]) => at[axis])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  // All cards are of one size, so their middles are in line where their corners are.
  const line =
    to === 'left' || to === 'top'
      ? low
      : to === 'right' || to === 'bottom'
        ? high
        : Math.round((low + high) / 2)
  return moved(`Align ${to}`, places, (at) => ({ ...at, [axis]: line }))
}

/** One edit that makes the gaps between cards equal; the outermost stay. Undefined when they are, or are fewer than three. */
export function distributeNodes(
  document: TeamDocument,
  ids: readonly string[],
  direction: Direction,
): Command | undefined {
  const axis = direction === 'across' ? 'x' : 'y'
  const places = placed(document, ids).sort(([, a], [, b]) => a[axis] - b[axis])
  const [first, last] = [places[0], places.at(-1)]
  if (places.length < 3 || !first || !last) return undefined
  const step = (last[1][axis] - first[1][axis]) / (places.length - 1)
  return moved(`Distribute ${direction}`, places, (at, index) => ({
    ...at,
    [axis]: Math.round(first[1][axis] + index * step),
  }))
}

/** One edit that moves all that is selected; the cards of a group go with it. */
export function moveBy(
  document: TeamDocument,
  { nodes, notes }: { nodes: Iterable<string>; notes: Iterable<string> },
  by: Point,
): Command | undefined {
  const places = placesOf(document)
  const positions = Object.fromEntries(
    [...nodes].flatMap((id) => {
      const at = places.get(id)
      return at ? [[id, { x: at.x + by.x, y: at.y + by.y }]] : []
    }),
  )
  const wanted = new Set(notes)
  const commands: Command[] = document.layout.notes
    .filter(({ id }) => wanted.has(id))
    .map((note) => ({ type: 'note.put', note: { ...note, x: note.x + by.x, y: note.y + by.y } }))
  if (Object.keys(positions).length > 0) commands.push({ type: 'node.move', positions })
  return commands.length > 1 ? { type: 'batch', label: 'Move', commands } : commands[0]
}

function placed(document: TeamDocument, ids: readonly string[]): [string, Point][] {
  const places = placesOf(document)
  return ids.flatMap((id): [string, Point][] => {
    const at = places.get(id)
    return at ? [[id, at]] : []
  })
}

function moved(
  label: string,
  places: readonly [string, Point][],
  to: (at: Point, index: number) => Point,
): Command | undefined {
  const positions: Record<string, Point> = {}
  places.forEach(([id, at], index) => {
    const next = to(at, index)
    if (next.x !== at.x || next.y !== at.y) positions[id] = next
  })
  if (Object.keys(positions).length === 0) return undefined
  return { type: 'batch', label, commands: [{ type: 'node.move', positions }] }
}

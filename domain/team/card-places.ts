import type { Command } from './command'
import type { TeamDocument } from './document'

interface Point {
  x: number
  y: number
}

/** From one card to the next, across and down, with room between for what a handoff says. */
const STEP: Point = { x: 344, y: 160 }

/** Where a card stands that nobody placed: in a column, by its turn. */
export const inColumn = (index: number): Point => ({ x: 96, y: 24 + index * 140 })

/** Where every card stands. */
export const placesOf = ({ nodes, layout }: Pick<TeamDocument, 'nodes' | 'layout'>): Map<string, Point> =>
  new Map(nodes.map(({ id }, index) => [id, layout.positions[id] ?? inColumn(index)]))

/**
 * Room for cards between a node and what leads to it, in the direction in which it does: what stands behind makes way.
 * @returns where the nth of them stands, side by side, and what moves for it
 */
export function roomBefore(
  document: TeamDocument,
  target: string,
  sources: readonly string[],
): { at: (nth: number) => Point; moves: Command[] } {
  const places = placesOf(document)
  const to = places.get(target) ?? inColumn(document.nodes.length)
  const from = sources.flatMap((id) => (id === target ? [] : (places.get(id) ?? [])))
  const [nearest] = from.toSorted((a, b) => distance(a, to) - distance(b, to))
  const [along, across] = nearest && Math.abs(to.y - nearest.y) > Math.abs(to.x - nearest.x) ? DOWN : ACROSS
  const before = from.map((place) => place[along]).filter((value) => value < to[along])
  const gap = before.length > 0 ? to[along] - Math.max(...before) : STEP[along]
  const shift = Math.max(0, 2 * STEP[along] - gap)
  const positions = Object.fromEntries(
    [...places]
      .filter(([, place]) => place[along] >= to[along])
      .map(([id, place]) => [id, { ...place, [along]: place[along] + shift }]),
  )
  return {
    at: (nth) => ({
      ...to,
      [along]: to[along] + shift - STEP[along],
      [across]: to[across] + nth * STEP[across],
    }),
    moves: shift > 0 ? [{ type: 'node.move', positions }] : [],
  }
}

const DOWN = ['y', 'x'] as const
const ACROSS = ['x', 'y'] as const
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

import { Near } from './near'
import type { Point, Rect } from './shapes'

export interface LabelWish {
  id: string
  points: readonly Point[]
  width: number
  height: number
}

/**
 * Where the pill of each edge stands: on the middle of its longest stretch, else further along its way where it
 * covers neither a card nor another pill.
 */
export function placeLabels(wishes: readonly LabelWish[], cards: readonly Rect[]): Map<string, Point> {
  const placed = new Map<string, Point>()
  const taken = new Near(cards)
  for (const wish of wishes) {
    const spots = spotsOn(wish.points)
    let best = spots[0] ?? { x: 0, y: 0 }
    let least = Infinity
    for (const spot of spots) {
      const box = boxAround(spot, wish)
      const cost = taken.around(box).reduce((sum, other) => sum + overlap(box, other), 0)
      if (cost < least) [best, least] = [spot, cost]
      if (cost === 0) break
    }
    placed.set(wish.id, best)
    taken.add(boxAround(best, wish))
  }
  return placed
}

/** Middles of the stretches, the longest first, then the quarters between. */
function spotsOn(points: readonly Point[]): Point[] {
  const stretches = points.slice(1).map((to, index) => ({ from: points[index] as Point, to }))
  stretches.sort((a, b) => reach(b.from, b.to) - reach(a.from, a.to))
  const at = (t: number) => stretches.map(({ from, to }) => between(from, to, t))
  return [...at(0.5), ...at(0.3), ...at(0.7), ...at(0.15), ...at(0.85)]
}

const reach = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

const between = (a: Point, b: Point, t: number): Point => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
})

const boxAround = (at: Point, size: { width: number; height: number }): Rect => ({
  x: at.x - size.width / 2,
  y: at.y - size.height / 2,
  width: size.width,
  height: size.height,
})

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

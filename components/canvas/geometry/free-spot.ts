import { CARD, GRID, type Point, type Rect } from './shapes'

/** Between the wanted place and the next to try: across there is room for what a handoff says. */
const GAP = { x: 152, y: 64 }
/** How far apart two things stand at least. */
const AIR = 2 * GRID

/**
 * The free place for a card nearest to the wanted one: that one itself where nothing stands, else one beside it, right
 * before left, then below before above. Total: some ring around any number of things is free.
 */
export function freeSpot(taken: readonly Rect[], wanted: Point, size = CARD): Point {
  const pitch = { x: size.width + GAP.x, y: size.height + GAP.y }
  for (let ring = 0; ; ring++) {
    const free = ringAround(ring)
      .map(({ x, y }): Rect => ({ ...size, x: wanted.x + x * pitch.x, y: wanted.y + y * pitch.y }))
      .find((spot) => !taken.some((other) => touches(spot, other)))
    if (free) return { x: free.x, y: free.y }
  }
}

/** Steps to the places of a square ring, those of the same row first, then rows by how far they are. */
function ringAround(ring: number): Point[] {
  const steps = Array.from({ length: 2 * ring + 1 }, (_, index) => index - ring)
  return steps
    .flatMap((y) => steps.map((x) => ({ x, y })))
    .filter(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) === ring)
    .sort((a, b) => Math.abs(a.y) - Math.abs(b.y) || b.y - a.y || Math.abs(a.x) - Math.abs(b.x) || b.x - a.x)
}

const touches = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width + AIR &&
  b.x < a.x + a.width + AIR &&
  a.y < b.y + b.height + AIR &&
  b.y < a.y + a.height + AIR

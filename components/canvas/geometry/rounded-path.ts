import type { Point } from './shapes'

/** SVG path through right-angled points, its corners rounded by at most `radius`. */
export function roundedPath(points: readonly Point[], radius = 8): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  let before = first
  rest.forEach((corner, index) => {
    const after = rest[index + 1]
    if (!after) {
      path += `L${corner.x} ${corner.y}`
      return
    }
    const room = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    const enter = toward(corner, before, room)
    const leave = toward(corner, after, room)
    path += `L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`
    before = corner
  })
  return path
}

export const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

/** The point `by` away from `from` in the direction of `to`, along an axis. */
function toward(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by }
}

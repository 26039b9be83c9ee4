import { distance } from './rounded-path'
import type { Point, Rect, Side } from './shapes'

/** How far an edge goes straight out before it may turn. */
const STUB = 20
/** Distance kept from a card that is passed. */
const CLEAR = 16
/** What crossing a card costs, in px of length. */
const CROSSED = 600

/**
 * Right-angled points from one end to the other that cross as few cards as possible, then bend and stretch as
 * little as possible.
 */
export function findWay(
  from: Point,
  leave: Side,
  to: Point,
  enter: Side,
  obstacles: readonly Rect[],
): Point[] {
  const out = stub(from, leave)
  const into = stub(to, enter)
  const vertical = leave === 'top' || leave === 'bottom'
  const middles = vertical
    ? lanes((from.y + to.y) / 2, [out.y, into.y], obstacles, (rect) => [rect.y, rect.y + rect.height])
    : lanes((from.x + to.x) / 2, [out.x, into.x], obstacles, (rect) => [rect.x, rect.x + rect.width])
  const wished = wayBy(middles[0] ?? 0, from, to, vertical)
  // Without a detour and across nothing: none of the others can be shorter.
  if (isStraightOn(wished, from, leave, to, enter) && crossings(wished, obstacles, 1) === 0) return wished
  const candidates = middles.map((lane) => wayBy(lane, from, to, vertical))
  // Round what stands between the two, in a lane beside it.
  if (vertical && leave !== enter) {
    for (const lane of lanes(from.x, [to.x], obstacles, (rect) => [rect.x, rect.x + rect.width])) {
      candidates.push(straighten([from, out, { x: lane, y: out.y }, { x: lane, y: into.y }, into, to]))
    }
  } else if (leave !== enter) {
    for (const lane of lanes(from.y, [to.y], obstacles, (rect) => [rect.y, rect.y + rect.height])) {
      candidates.push(straighten([from, out, { x: out.x, y: lane }, { x: into.x, y: lane }, into, to]))
    }
  }
  // Cheapest first by its length and bends alone: once that is dearer than the best, no other can win.
  const tries = candidates.map((points) => ({ points, bare: bareCost(points, from, leave, to, enter) }))
  tries.sort((a, b) => a.bare - b.bare)
  let best: Point[] = [from, to]
  let least = Infinity
  for (const { points, bare } of tries) {
    if (bare >= least) break
    const cost = bare + CROSSED * crossings(points, obstacles, (least - bare) / CROSSED)
    if (cost < least) [best, least] = [points, cost]
  }
  return best
}

/** Out to a lane between the two, along it, and in. */
const wayBy = (lane: number, from: Point, to: Point, vertical: boolean): Point[] =>
  straighten(
    vertical
      ? [from, { x: from.x, y: lane }, { x: to.x, y: lane }, to]
      : [from, { x: lane, y: from.y }, { x: lane, y: to.y }, to],
  )

const isStraightOn = (points: readonly Point[], from: Point, leave: Side, to: Point, enter: Side): boolean =>
  bareCost(points, from, leave, to, enter) <= distance(from, to) + 12 * points.length

/** Coordinates worth trying: the wished one, the stubs, and just beside every obstacle. */
function lanes(
  wished: number,
  others: number[],
  obstacles: readonly Rect[],
  edges: (rect: Rect) => [number, number],
): number[] {
  const beside = obstacles.flatMap((rect) => {
    const [low, high] = edges(rect)
    return [low - CLEAR, high + CLEAR]
  })
  return [...new Set([wished, ...others, ...beside].map(Math.round))]
}

function stub(point: Point, side: Side): Point {
  switch (side) {
    case 'top':
      return { x: point.x, y: point.y - STUB }
    case 'bottom':
      return { x: point.x, y: point.y + STUB }
    case 'left':
      return { x: point.x - STUB, y: point.y }
    case 'right':
      return { x: point.x + STUB, y: point.y }
  }
}

/** Without points that lie on the line between their neighbours. */
function straighten(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const last = kept.at(-1)
    const before = kept.at(-2)
    if (last && distance(last, point) < 1) continue
    if (
      last &&
      before &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    )
      kept.pop()
    kept.push(point)
  }
  return kept
}

/** What a way costs that crosses no card. */
function bareCost(points: readonly Point[], from: Point, leave: Side, to: Point, enter: Side): number {
  let cost = points.length * 12
  for (let i = 1; i < points.length; i++) cost += distance(points[i - 1] as Point, points[i] as Point)
  const [second, lastButOne] = [points[1] ?? to, points.at(-2) ?? from]
  if (!leavesBy(from, second, leave)) cost += 5000
  if (!leavesBy(to, lastButOne, enter)) cost += 5000
  return cost
}

/** How many cards the stretches of a way cross; counting ends where it is too many anyway. */
function crossings(points: readonly Point[], obstacles: readonly Rect[], most: number): number {
  let count = 0
  for (let i = 1; i < points.length; i++) {
    for (const rect of obstacles) {
      if (!crosses(points[i - 1] as Point, points[i] as Point, rect)) continue
      if (++count >= most) return count
    }
  }
  return count
}

function leavesBy(end: Point, next: Point, side: Side): boolean {
  switch (side) {
    case 'top':
      return next.y < end.y
    case 'bottom':
      return next.y > end.y
    case 'left':
      return next.x < end.x
    case 'right':
      return next.x > end.x
  }
}

function crosses(a: Point, b: Point, rect: Rect): boolean {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  return (
    right > rect.x - 6 &&
    left < rect.x + rect.width + 6 &&
    bottom > rect.y - 6 &&
    top < rect.y + rect.height + 6
  )
}

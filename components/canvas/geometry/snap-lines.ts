import { snap, type Point, type Rect } from './shapes'

/** A line that shows with what something that is dragged stands in line, in px of the canvas. */
export interface Guide {
  axis: 'x' | 'y'
  at: number
  from: number
  to: number
}

interface Axis {
  start: 'x' | 'y'
  length: 'width' | 'height'
}
const ACROSS: Axis = { start: 'x', length: 'width' }
const DOWN: Axis = { start: 'y', length: 'height' }

/**
 * How far something that is dragged is moved on so that an edge or the middle of it stands in line with those of others;
 * where none is within reach, so that it stands on the grid.
 * @param moving what is dragged, where the pointer would have it
 * @param reach how far it may be moved to a line, in px of the canvas
 */
export function snapTo(
  moving: Rect,
  others: readonly Rect[],
  { reach, grid }: { reach: number; grid: boolean },
): { by: Point; guides: Guide[] } {
  const [across, down] = [ACROSS, DOWN].map((axis) => nearest(moving, others, axis, reach))
  const loose = (start: 'x' | 'y') => (grid ? snap(moving[start]) - moving[start] : 0)
  const by = { x: across ?? loose('x'), y: down ?? loose('y') }
  const placed = { ...moving, x: moving.x + by.x, y: moving.y + by.y }
  return {
    by,
    guides: [
      ...(across === undefined ? [] : guidesOf(placed, others, ACROSS)),
      ...(down === undefined ? [] : guidesOf(placed, others, DOWN)),
    ],
  }
}

const linesOf = (rect: Rect, { start, length }: Axis): [number, number, number] => [
  rect[start],
  rect[start] + rect[length] / 2,
  rect[start] + rect[length],
]

/** The smallest move that brings two lines together; undefined where none is within reach. */
function nearest(moving: Rect, others: readonly Rect[], axis: Axis, reach: number): number | undefined {
  const own = linesOf(moving, axis)
  let best: number | undefined
  for (const other of others) {
    for (const line of linesOf(other, axis)) {
      for (const mine of own) {
        const by = line - mine
        if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best))) best = by
      }
    }
  }
  return best
}

/** One line for each place where the two now meet, from the outermost of those on it to the other. */
function guidesOf(placed: Rect, others: readonly Rect[], axis: Axis): Guide[] {
  const cross = axis === ACROSS ? DOWN : ACROSS
  const guides = linesOf(placed, axis).flatMap((at): Guide[] => {
    const met = others.filter((other) => linesOf(other, axis).some((line) => Math.abs(line - at) < 0.5))
    if (met.length === 0) return []
    const all = [placed, ...met]
    return [
      {
        axis: axis.start,
        at,
        from: Math.min(...all.map((rect) => rect[cross.start])),
        to: Math.max(...all.map((rect) => rect[cross.start] + rect[cross.length])),
      },
    ]
  })
  // Cards of one size that stand in line do so with all three: the line through their middle says it.
  return guides.length === 3 ? guides.slice(1, 2) : guides
}

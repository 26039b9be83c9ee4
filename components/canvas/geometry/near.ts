import type { Rect } from './shapes'

/** Side of a square of the index: a card and the room around it. */
const CELL = 256
/** More rows than any canvas has, so that a square has a number of its own. */
const ROWS = 1 << 20

/** Rectangles by where they lie, so that a question about one place does not look at all of them. */
export class Near {
  private readonly cells = new Map<number, Rect[]>()

  constructor(rects: Iterable<Rect> = []) {
    for (const rect of rects) this.add(rect)
  }

  add(rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.cells.get(key)
      if (cell) cell.push(rect)
      else this.cells.set(key, [rect])
    }
  }

  /** Those that share a square with an area: all that touch it, and some beside it. */
  around(area: Rect): Rect[] {
    const found = new Set<Rect>()
    for (const key of cellsOf(area)) for (const rect of this.cells.get(key) ?? []) found.add(rect)
    return [...found]
  }
}

function cellsOf({ x, y, width, height }: Rect): number[] {
  const keys: number[] = []
  const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)]
  for (let column = Math.floor(x / CELL); column <= right; column++)
    for (let row = Math.floor(y / CELL); row <= bottom; row++) keys.push(column * ROWS + row)
  return keys
}

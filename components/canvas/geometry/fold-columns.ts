import type { Cell } from './layer-nodes'
import type { Point } from './shapes'

export interface FoldOptions {
  /** Columns in one band before the picture turns back. */
  columns: number
  pitch: Point
}

/**
 * Positions (top left) of a layered picture that is too long for one line: it turns at the end of each band, so the
 * next band runs the other way and the edge between the two is short.
 */
export function foldColumns(cells: readonly Cell[], { columns, pitch }: FoldOptions): Map<string, Point> {
  const total = Math.max(0, ...cells.map((cell) => cell.column)) + 1
  const bands = Math.ceil(total / columns)
  const width = Math.ceil(total / bands)
  const places = new Map<string, Point>()
  let top = 0
  for (let band = 0; band < bands; band++) {
    const members = cells.filter((cell) => Math.floor(cell.column / width) === band)
    const lowest = Math.min(0, ...members.map((cell) => cell.row))
    const highest = Math.max(0, ...members.map((cell) => cell.row))
    for (const cell of members) {
      const along = cell.column % width
      places.set(cell.id, {
        x: (band % 2 === 0 ? along : width - 1 - along) * pitch.x,
        y: top + (cell.row - lowest) * pitch.y,
      })
    }
    top += (highest - lowest + 1) * pitch.y
  }
  return places
}

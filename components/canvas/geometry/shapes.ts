export interface Point {
  x: number
  y: number
}

export interface Rect extends Point {
  width: number
  height: number
}

export type Side = 'top' | 'right' | 'bottom' | 'left'

/** The card of a node on the canvas, and the grid it snaps to. */
export const CARD = { width: 192, height: 78 }
export const GRID = 8

export const centre = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })

export const snap = (value: number): number => Math.round(value / GRID) * GRID

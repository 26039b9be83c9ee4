import type { Rect } from './shapes'

/** What just holds them all; undefined of none. */
export function boundsOf(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Room within a group's frame, above for its name. */
export const FRAME_ROOM = { side: 20, top: 40 }

/** The frame of a group around its cards. */
export function frameAround(cards: readonly Rect[]): Rect | undefined {
  const bounds = boundsOf(cards)
  return (
    bounds && {
      x: bounds.x - FRAME_ROOM.side,
      y: bounds.y - FRAME_ROOM.top,
      width: bounds.width + 2 * FRAME_ROOM.side,
      height: bounds.height + FRAME_ROOM.top + FRAME_ROOM.side,
    }
  )
}

/** Where the name of a group stands in its frame. @param length of the name, in letters */
export function nameWithin(frame: Rect, length: number): Rect {
  const width = Math.min(length * 7 + 24, frame.width - 20)
  return { x: frame.x + 10, y: frame.y + 6, width, height: 22 }
}

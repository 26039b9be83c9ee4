import { centre, type Rect, type Side } from './shapes'

/** Room an edge needs between two cards to turn. */
const ROOM = 24

/** Which way a drawing reads. */
export type Direction = 'down' | 'right'

/**
 * Which side an edge leaves by and which it enters: in the drawing's direction where there is room, else across it,
 * else round by the side for what leads back.
 */
export function chooseSides(
  from: Rect,
  to: Rect,
  direction: Direction = 'down',
): { leave: Side; enter: Side } {
  const below = to.y - (from.y + from.height) >= ROOM
  if (direction === 'down' && below) return { leave: 'bottom', enter: 'top' }
  if (to.x - (from.x + from.width) >= ROOM) return { leave: 'right', enter: 'left' }
  if (from.x - (to.x + to.width) >= ROOM) return { leave: 'left', enter: 'right' }
  if (below) return { leave: 'bottom', enter: 'top' }
  if (direction === 'right' && from.y - (to.y + to.height) >= ROOM) return { leave: 'top', enter: 'bottom' }
  return centre(to).x < centre(from).x - 1
    ? { leave: 'left', enter: 'left' }
    : { leave: 'right', enter: 'right' }
}

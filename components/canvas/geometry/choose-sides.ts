import { centre, type Rect, type Side } from './shapes'

/** Room an edge needs between two cards to turn. */
const ROOM = 24

/**
 * Which side an edge leaves by and which it enters: downwards where there is room between the rows, else across,
 * else round by the right for what leads back up.
 */
export function chooseSides(from: Rect, to: Rect): { leave: Side; enter: Side } {
  if (to.y - (from.y + from.height) >= ROOM) return { leave: 'bottom', enter: 'top' }
  if (to.x - (from.x + from.width) >= ROOM) return { leave: 'right', enter: 'left' }
  if (from.x - (to.x + to.width) >= ROOM) return { leave: 'left', enter: 'right' }
  return centre(to).x < centre(from).x - 1
    ? { leave: 'left', enter: 'left' }
    : { leave: 'right', enter: 'right' }
}

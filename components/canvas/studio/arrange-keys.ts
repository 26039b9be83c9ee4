import type { Alignment, Direction } from '../model/arrange'

/** As other drawing tools have them. */
export const ARRANGE_KEYS: Record<Alignment | Direction, string> = {
  left: 'alt+a',
  centre: 'alt+h',
  right: 'alt+d',
  top: 'alt+w',
  middle: 'alt+v',
  bottom: 'alt+s',
  across: 'alt+shift+h',
  down: 'alt+shift+v',
}

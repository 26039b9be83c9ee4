import { centre, type Point, type Rect, type Side } from './shapes'

/** One end of an edge on one side of a card; `toward` is where its other end lies. */
export interface End {
  key: string
  side: Side
  toward: Point
}

const isFlat = (side: Side): boolean => side === 'top' || side === 'bottom'

/**
 * Places the ends of edges along each side of a card, side by side around its middle and in the order of where they
 * lead, so that edges do not cross before they have left; two between the same cards in the same order on both.
 */
export function spreadEnds(rect: Rect, ends: readonly End[]): Map<string, Point> {
  const places = new Map<string, Point>()
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const here = ends.filter((end) => end.side === side)
    const along = (end: End): number => (isFlat(side) ? end.toward.x : end.toward.y)
    here.sort((a, b) => along(a) - along(b) || edgeOf(a).localeCompare(edgeOf(b)))
    const length = isFlat(side) ? rect.width : rect.height
    const step = Math.min(isFlat(side) ? 48 : 22, length / (here.length + 1))
    here.forEach((end, index) => {
      places.set(end.key, onSide(rect, side, (index - (here.length - 1) / 2) * step))
    })
  }
  return places
}

/** Its edge, whichever end of it this is. */
const edgeOf = ({ key }: End): string => key.replace('>', '')

/** The point of a side, `offset` away from its middle. */
function onSide(rect: Rect, side: Side, offset = 0): Point {
  const middle = centre(rect)
  switch (side) {
    case 'top':
      return { x: middle.x + offset, y: rect.y }
    case 'bottom':
      return { x: middle.x + offset, y: rect.y + rect.height }
    case 'left':
      return { x: rect.x, y: middle.y + offset }
    case 'right':
      return { x: rect.x + rect.width, y: middle.y + offset }
  }
}

import { chooseSides, type Direction } from './choose-sides'
import { findWay } from './find-way'
import { placeLabels } from './place-labels'
import { roundedPath } from './rounded-path'
import { centre, type Point, type Rect, type Side } from './shapes'
import { spreadEnds, type End } from './spread-ends'

export interface Link {
  id: string
  from: string
  to: string
  /** Length of the pill's text, to keep pills apart. */
  labelLength: number
}

export interface Route {
  id: string
  path: string
  label: Point
  start: Point
  leave: Side
  end: Point
  enter: Side
}

/** Every edge's way over the canvas, given where the cards stand. Edges of absent cards are left out. */
export function routeEdges(
  cards: ReadonlyMap<string, Rect>,
  links: readonly Link[],
  direction: Direction = 'down',
): Map<string, Route> {
  const ends = new Map<string, End[]>()
  const push = (card: string, end: End) => ends.set(card, [...(ends.get(card) ?? []), end])
  const drawn = links.flatMap((link) => {
    const [from, to] = [cards.get(link.from), cards.get(link.to)]
    if (!from || !to) return []
    const sides = chooseSides(from, to, direction)
    push(link.from, { key: `${link.id}>`, side: sides.leave, toward: centre(to) })
    push(link.to, { key: `>${link.id}`, side: sides.enter, toward: centre(from) })
    return [{ link, ...sides }]
  })
  const places = new Map<string, Point>()
  for (const [card, list] of ends) {
    const rect = cards.get(card)
    if (rect) for (const [key, point] of spreadEnds(rect, list)) places.set(key, point)
  }
  straighten(drawn, ends, places)
  const ways = drawn.flatMap(({ link, leave, enter }) => {
    const [start, end] = [places.get(`${link.id}>`), places.get(`>${link.id}`)]
    if (!start || !end) return []
    const obstacles = [...cards].filter(([id]) => id !== link.from && id !== link.to).map(([, rect]) => rect)
    return [{ link, leave, enter, start, end, points: findWay(start, leave, end, enter, obstacles) }]
  })
  const labels = placeLabels(
    ways.map(({ link, points }) => ({ id: link.id, points, width: link.labelLength * 7.3 + 34, height: 22 })),
    [...cards.values()],
  )
  return new Map(
    ways.map(({ link, leave, enter, start, end, points }) => [
      link.id,
      {
        id: link.id,
        path: roundedPath(points),
        label: labels.get(link.id) ?? start,
        start,
        leave,
        end,
        enter,
      },
    ]),
  )
}

/** How far an end may be moved along its side to make its edge straight. */
const SLACK = 30

/** Where two ends face each other almost in line, the one that has its side to itself moves into line. */
function straighten(
  drawn: readonly { link: Link; leave: Side; enter: Side }[],
  ends: ReadonlyMap<string, readonly End[]>,
  places: Map<string, Point>,
): void {
  const alone = (card: string, key: string): boolean => {
    const own = ends.get(card)?.find((end) => end.key === key)
    return ends.get(card)?.every((end) => end === own || end.side !== own?.side) ?? false
  }
  for (const { link, leave, enter } of drawn) {
    if (leave === enter) continue
    const axis = leave === 'top' || leave === 'bottom' ? 'x' : 'y'
    const [from, to] = [`${link.id}>`, `>${link.id}`]
    const [start, end] = [places.get(from), places.get(to)]
    if (!start || !end || start[axis] === end[axis] || Math.abs(start[axis] - end[axis]) > SLACK) continue
    if (alone(link.to, to)) places.set(to, { ...end, [axis]: start[axis] })
    else if (alone(link.from, from)) places.set(from, { ...start, [axis]: end[axis] })
  }
}

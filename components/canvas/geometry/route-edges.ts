import { chooseSides } from './choose-sides'
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
}

/** Every edge's way over the canvas, given where the cards stand. Edges of absent cards are left out. */
export function routeEdges(cards: ReadonlyMap<string, Rect>, links: readonly Link[]): Map<string, Route> {
  const ends = new Map<string, End[]>()
  const push = (card: string, end: End) => ends.set(card, [...(ends.get(card) ?? []), end])
  const drawn = links.flatMap((link) => {
    const [from, to] = [cards.get(link.from), cards.get(link.to)]
    if (!from || !to) return []
    const sides = chooseSides(from, to)
    push(link.from, { key: `${link.id}>`, side: sides.leave, toward: centre(to) })
    push(link.to, { key: `>${link.id}`, side: sides.enter, toward: centre(from) })
    return [{ link, ...sides }]
  })
  const places = new Map<string, Point>()
  for (const [card, list] of ends) {
    const rect = cards.get(card)
    if (rect) for (const [key, point] of spreadEnds(rect, list)) places.set(key, point)
  }
  const ways = drawn.flatMap(({ link, leave, enter }) => {
    const [start, end] = [places.get(`${link.id}>`), places.get(`>${link.id}`)]
    if (!start || !end) return []
    const obstacles = [...cards].filter(([id]) => id !== link.from && id !== link.to).map(([, rect]) => rect)
    return [{ link, leave, start, end, points: findWay(start, leave, end, enter, obstacles) }]
  })
  const labels = placeLabels(
    ways.map(({ link, points }) => ({ id: link.id, points, width: link.labelLength * 7.3 + 34, height: 22 })),
    [...cards.values()],
  )
  return new Map(
    ways.map(({ link, leave, start, end, points }) => [
      link.id,
      { id: link.id, path: roundedPath(points), label: labels.get(link.id) ?? start, start, leave, end },
    ]),
  )
}

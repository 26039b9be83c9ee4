import { chooseSides, type Direction } from './choose-sides'
import { findWay } from './find-way'
import { Near } from './near'
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

type Cards = ReadonlyMap<string, Rect>
type Routes = ReadonlyMap<string, Route>

/**
 * Every edge's way over the canvas, given where the cards stand. Edges of absent cards are left out.
 * @param clear where no pill should stand, besides on cards and other pills
 */
export function routeEdges(
  cards: Cards,
  links: readonly Link[],
  direction: Direction = 'down',
  clear: readonly Rect[] = [],
): Map<string, Route> {
  return waysOf(cards, links, links, direction, [], clear)
}

/**
 * The ways after some cards moved: those that lead to or from them, or are new, are found anew, the others stay as they
 * were. Near enough while something is dragged; `routeEdges` says how it is at rest.
 * @param before cards, links and ways as they were when all of them were found
 */
export function rerouteEdges(
  before: { cards: Cards; links: readonly Link[]; routes: Routes },
  cards: Cards,
  links: readonly Link[],
  direction: Direction = 'down',
  clear: readonly Rect[] = [],
): Routes {
  if (before.cards === cards && before.links === links) return before.routes
  const known = new Map(before.links.map((link) => [link.id, link]))
  const stays = (card: string) => sameRect(before.cards.get(card), cards.get(card))
  const isAsBefore = (link: Link) => {
    const old = known.get(link.id)
    return old?.from === link.from && old.to === link.to && stays(link.from) && stays(link.to)
  }
  const [kept, fresh]: [Route[], Link[]] = [[], []]
  for (const link of links) {
    const route = isAsBefore(link) ? before.routes.get(link.id) : undefined
    if (route) kept.push(route)
    else fresh.push(link)
  }
  const routes = new Map(kept.map((route) => [route.id, route]))
  for (const [id, route] of waysOf(cards, links, fresh, direction, kept, clear)) routes.set(id, route)
  return routes
}

const sameRect = (a: Rect | undefined, b: Rect | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.x === b.x && a.y === b.y)

/**
 * @param all every edge: where the ends stand on a card depends on its others
 * @param wanted those whose way is asked for
 * @param kept ways whose pills stand already
 */
function waysOf(
  cards: Cards,
  all: readonly Link[],
  wanted: readonly Link[],
  direction: Direction,
  kept: readonly Route[],
  clear: readonly Rect[],
): Map<string, Route> {
  const touched = new Set(wanted.flatMap(({ from, to }) => [from, to]))
  const ends = new Map<string, End[]>()
  const push = (card: string, end: End) => {
    const list = ends.get(card)
    if (list) list.push(end)
    else ends.set(card, [end])
  }
  const isWanted = new Set(wanted.map(({ id }) => id))
  const drawn = all.flatMap((link) => {
    const [from, to] = [cards.get(link.from), cards.get(link.to)]
    if (!from || !to || !(touched.has(link.from) || touched.has(link.to))) return []
    const sides = chooseSides(from, to, direction)
    push(link.from, { key: `${link.id}>`, side: sides.leave, toward: centre(to) })
    push(link.to, { key: `>${link.id}`, side: sides.enter, toward: centre(from) })
    return isWanted.has(link.id) ? [{ link, from, to, ...sides }] : []
  })
  const places = new Map<string, Point>()
  for (const [card, list] of ends) {
    const rect = touched.has(card) ? cards.get(card) : undefined
    if (rect) for (const [key, point] of spreadEnds(rect, list)) places.set(key, point)
  }
  straighten(drawn, ends, places)
  const near = new Near(cards.values())
  const ways = drawn.flatMap(({ link, from, to, leave, enter }) => {
    const [start, end] = [places.get(`${link.id}>`), places.get(`>${link.id}`)]
    if (!start || !end) return []
    const obstacles = near.around(between(from, to)).filter((rect) => rect !== from && rect !== to)
    return [{ link, leave, enter, start, end, points: findWay(start, leave, end, enter, obstacles) }]
  })
  const labels = placeLabels(
    ways.map(({ link, points }) => ({ id: link.id, points, ...pillSize(link) })),
    [...cards.values(), ...clear, ...pillsOf(kept, all)],
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

const pillSize = ({ labelLength }: Link) => ({ width: labelLength * 7.3 + 34, height: 22 })

/** The pills that stand already. */
function pillsOf(kept: readonly Route[], links: readonly Link[]): Rect[] {
  if (kept.length === 0) return []
  const sizes = new Map(links.map((link) => [link.id, pillSize(link)]))
  return kept.map(({ id, label }) => {
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 }
    return { x: label.x - width / 2, y: label.y - height / 2, width, height }
  })
}

/** How far a way may lead round what lies between its ends. */
const DETOUR = 360

function between(from: Rect, to: Rect): Rect {
  const [x, y] = [Math.min(from.x, to.x) - DETOUR, Math.min(from.y, to.y) - DETOUR]
  return {
    x,
    y,
    width: Math.max(from.x + from.width, to.x + to.width) + DETOUR - x,
    height: Math.max(from.y + from.height, to.y + to.height) + DETOUR - y,
  }
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

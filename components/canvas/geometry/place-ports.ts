import type { Route } from './route-edges'
import { CARD, type Point, type Rect, type Side } from './shapes'

/** Where a way out stands on its card, from the card's top left. */
export interface PortPlace extends Point {
  id: string
  label: string
  side: Side
  connected: boolean
}

/** Ways out that lead somewhere stand where their edge leaves; the others along the lower side, apart from those. */
export function placePorts(
  card: Rect,
  ports: readonly { id: string; label: string }[],
  routeOf: (port: string) => Route | undefined,
): PortPlace[] {
  const connected: PortPlace[] = []
  const open: { id: string; label: string }[] = []
  for (const port of ports) {
    const route = routeOf(port.id)
    if (!route) open.push(port)
    else {
      const place = { x: route.start.x - card.x, y: route.start.y - card.y }
      connected.push({ ...port, ...place, side: route.leave, connected: true })
    }
  }
  const taken = connected.filter(({ side }) => side === 'bottom').map(({ x }) => x)
  const placed = open.map((port, index): PortPlace => {
    let x = ((index + 1) * CARD.width) / (open.length + 1)
    while (taken.some((other) => Math.abs(other - x) < 18) && x < CARD.width - 12) x += 18
    taken.push(x)
    return { ...port, x, y: CARD.height, side: 'bottom', connected: false }
  })
  return [...connected, ...placed]
}

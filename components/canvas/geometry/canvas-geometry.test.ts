import { describe, expect, it } from 'vitest'
import { nameWithin } from './bounds'
import { rerouteEdges, routeEdges } from './route-edges'
import { CARD, type Rect } from './shapes'
import { snapTo } from './snap-lines'

const card = (x: number, y: number): Rect => ({ x, y, ...CARD })

describe('what is dragged', () => {
  const others = [card(0, 0)]

  it('jumps into line with an edge or the middle of what stands near', () => {
    const { by, guides } = snapTo(card(4, 303), others, { reach: 6, grid: true })
    expect(by).toEqual({ x: -4, y: 1 })
    expect(guides.map(({ axis, at }) => [axis, at])).toEqual([['x', 96]])
    // From the upper end of the one to the lower end of the other.
    expect(guides[0]).toMatchObject({ from: 0, to: 304 + CARD.height })
  })

  it('stands on the grid where nothing is near, and where it is put without one', () => {
    expect(snapTo(card(501, 303), others, { reach: 6, grid: true }).by).toEqual({ x: 3, y: 1 })
    expect(snapTo(card(501, 303), others, { reach: 6, grid: false })).toEqual({
      by: { x: 0, y: 0 },
      guides: [],
    })
  })
})

/** Rows of five, each handing over to the one below it. */
const columns = 5
const cards = new Map<string, Rect>()
const links: { id: string; from: string; to: string; labelLength: number }[] = []
for (let i = 0; i < 1000; i++) {
  cards.set(`n${i}`, card((i % columns) * 280, Math.floor(i / columns) * 150))
  if (i >= columns) links.push({ id: `e${i}`, from: `n${i - columns}`, to: `n${i}`, labelLength: 12 })
}

describe('ways while a card is dragged', () => {
  const before = { cards, links, routes: routeEdges(cards, links) }

  it('are found anew for its own handoffs alone', () => {
    const moved = new Map(cards).set('n502', card(5000, 9000))
    const after = rerouteEdges(before, moved, links)
    const changed = links.filter(({ id }) => after.get(id) !== before.routes.get(id)).map(({ id }) => id)
    expect(changed).toEqual(['e502', 'e507'])
    expect(after.get('e502')?.end.y).toBeGreaterThan(8000)
  })

  it('are those of before where nothing moved', () => {
    expect(rerouteEdges(before, cards, links)).toBe(before.routes)
    const one = links[7]
    const without = rerouteEdges(
      before,
      cards,
      links.filter((link) => link !== one),
    )
    expect(without.size).toBe(links.length - 1)
  })
})

describe('the pill of a way', () => {
  const cards = new Map([
    ['a', card(0, 0)],
    ['b', card(0, 400)],
  ])
  const links = [{ id: 'a>b', from: 'a', to: 'b', labelLength: 8 }]
  const over = (label: { x: number; y: number } | undefined, { x, y, width, height }: Rect) =>
    !!label && label.x + 40 > x && label.x - 40 < x + width && label.y + 11 > y && label.y - 11 < y + height

  it('covers no name of a group where it can stand beside it, drawn or dragged', () => {
    const plain = routeEdges(cards, links).get('a>b')?.label
    const name = nameWithin({ x: -20, y: (plain?.y ?? 0) - 16, width: CARD.width + 40, height: 300 }, 20)
    expect(over(plain, name)).toBe(true)
    const found = routeEdges(cards, links, 'down', [name])
    expect(over(found.get('a>b')?.label, name)).toBe(false)
    const again = rerouteEdges({ cards: new Map(), links: [], routes: new Map() }, cards, links, 'down', [
      name,
    ])
    expect(over(again.get('a>b')?.label, name)).toBe(false)
  })
})

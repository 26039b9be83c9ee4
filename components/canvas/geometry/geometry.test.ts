import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optionsFor } from './auto-layout'
import { foldColumns } from './fold-columns'
import { freeSpot } from './free-spot'
import { layerNodes } from './layer-nodes'
import { roundedPath } from './rounded-path'
import { routeEdges } from './route-edges'
import { CARD, type Rect } from './shapes'

const card = (x: number, y: number): Rect => ({ x, y, ...CARD })
const link = (from: string, to: string) => ({ id: `${from}-${to}`, from, to, labelLength: 10 })

describe('edges', () => {
  it('go straight down to what stands below, and straight across to what stands beside', () => {
    const cards = new Map([
      ['a', card(0, 0)],
      ['b', card(0, 140)],
      ['c', card(392, 0)],
    ])
    const routes = routeEdges(cards, [link('a', 'b'), link('a', 'c')])
    expect(routes.get('a-b')?.path).toBe('M96 78L96 140')
    expect(routes.get('a-c')?.path).toBe('M192 39L392 39')
    expect(routes.get('a-b')?.label).toEqual({ x: 96, y: 109 })
  })

  it('go round a card that stands between', () => {
    const cards = new Map([
      ['a', card(0, 0)],
      ['between', card(0, 140)],
      ['b', card(0, 280)],
    ])
    const path = routeEdges(cards, [link('a', 'b')]).get('a-b')?.path ?? ''
    const xs = [...path.matchAll(/[ML](-?[\d.]+) /g)].map((found) => Number(found[1]))
    expect(Math.min(...xs) < 0 || Math.max(...xs) > CARD.width).toBe(true)
  })

  it('leave out what leads nowhere, and bend an almost straight one straight', () => {
    const cards = new Map([
      ['a', card(0, 0)],
      ['b', card(16, 140)],
    ])
    const routes = routeEdges(cards, [link('a', 'b'), link('a', 'gone')])
    expect([...routes.keys()]).toEqual(['a-b'])
    expect(routes.get('a-b')?.path.split('L')).toHaveLength(2)
  })

  it('run beside each other between the same two cards, there and back', () => {
    const cards = new Map([
      ['hub', card(0, 0)],
      ['spoke', card(392, 0)],
    ])
    const routes = routeEdges(cards, [link('hub', 'spoke'), link('spoke', 'hub')])
    const [there, back] = [routes.get('hub-spoke'), routes.get('spoke-hub')]
    expect(there?.start.y).toBe(there?.end.y)
    expect(back?.start.y).toBe(back?.end.y)
    expect(there?.start.y).not.toBe(back?.start.y)
  })

  it('round no corner further than half of its shorter side', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 0, y: 6 },
      { x: 50, y: 6 },
    ]
    expect(roundedPath(corner)).toBe('M0 0L0 3Q0 6 3 6L50 6')
  })
})

describe('layers', () => {
  it('follow the longest way, and edges that lead back do not count', () => {
    const edges = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
      ['c', 'b'],
    ].map(([from = '', to = '']) => ({ from, to }))
    const columns = Object.fromEntries(
      layerNodes(['a', 'b', 'c'], edges).map(({ id, column }) => [id, column]),
    )
    expect(columns).toEqual({ a: 0, b: 1, c: 2 })
  })

  it('place every node of any graph once, and no two on one spot', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const edge = fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids) })
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 14 }), fc.integer({ min: 1, max: 6 }), (edges, columns) => {
        const places = foldColumns(layerNodes(ids, edges), { columns, pitch: { x: 10, y: 10 } })
        expect(places.size).toBe(ids.length)
        expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(ids.length)
      }),
    )
  })
})

describe('a free spot', () => {
  it('is the wanted one, else beside it, else below', () => {
    const spot = (...taken: Rect[]) => freeSpot(taken, { x: 0, y: 0 })
    expect(spot(card(0, 200))).toEqual({ x: 0, y: 0 })
    expect(spot(card(0, 0))).toEqual({ x: 344, y: 0 })
    expect(spot(card(8, 8), card(344, 0))).toEqual({ x: -344, y: 0 })
    expect(spot(card(0, 0), card(344, 0), card(-344, 0))).toEqual({ x: 0, y: 142 })
  })

  it('lies on top of nothing, wherever things stand', () => {
    const place = fc.integer({ min: -400, max: 400 })
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 12 }), (places) => {
        const taken = places.map(([x, y]) => card(x, y))
        const { x, y } = freeSpot(taken, { x: 0, y: 0 })
        for (const other of taken)
          expect(Math.abs(other.x - x) >= CARD.width || Math.abs(other.y - y) >= CARD.height).toBe(true)
      }),
    )
  })
})

describe('the automatic layout', () => {
  const strategy = (...edges: [string, string][]) => {
    const ids = [...new Set(edges.flat())]
    return optionsFor(
      ids,
      edges.map(([from, to]) => ({ from, to })),
    )
  }

  it('centres what splits and joins, unless a way leads far back', () => {
    const diamond: [string, string][] = [
      ['start', 'split'],
      ['split', 'a'],
      ['split', 'b'],
      ['a', 'join'],
      ['b', 'join'],
    ]
    const key = 'elk.layered.nodePlacement.strategy'
    expect(strategy(...diamond)[key]).toBe('BRANDES_KOEPF')
    expect(strategy(...diamond, ['join', 'split'])[key]).toBe('NETWORK_SIMPLEX')
  })

  it('leaves a hub room for its ways there and back', () => {
    const key = 'elk.layered.spacing.nodeNodeBetweenLayers'
    const there: [string, string][] = [
      ['start', 'hub'],
      ['hub', 'a'],
      ['hub', 'b'],
    ]
    const spaced = strategy(...there, ['a', 'hub'], ['b', 'hub'])
    expect(Number(spaced[key])).toBeGreaterThan(Number(strategy(...there)[key]))
    expect(spaced['elk.layered.nodePlacement.strategy']).toBe('BRANDES_KOEPF')
  })
})

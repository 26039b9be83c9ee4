import { describe, expect, it } from 'vitest'
import { CARD, placeWhy, WIDTH } from './place-why'

const graph = (links: [string, string][]) => ({
  root: 'top',
  nodes: [...new Set(['top', ...links.flat()])].map((key) => ({
    key,
    kind: 'agent',
    title: key,
    says: '',
    tone: 'plain' as const,
  })),
  links: links.map(([from, to]) => ({ from, to })),
})

describe('placeWhy', () => {
  it('puts each cause below all it led to, single ones in the middle', () => {
    const { boxes } = placeWhy(
      graph([
        ['top', 'a'],
        ['top', 'b'],
        ['a', 'c'],
        ['b', 'c'],
        ['top', 'c'],
      ]),
    )
    const y = Object.fromEntries(boxes.map((box) => [box.key, box.y]))
    expect(y['top']).toBe(0)
    expect(y['a']).toBe(y['b'])
    expect(y['c']).toBeGreaterThan(y['a'] ?? 0)
    expect(boxes.find(({ key }) => key === 'c')?.x).toBe((WIDTH - CARD.width) / 2)
  })

  it('lets no two cards overlap and keeps within the panel', () => {
    const { boxes, height } = placeWhy(graph(['a', 'b', 'c', 'd', 'e'].map((key) => ['top', key])))
    for (const one of boxes) {
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + CARD.width).toBeLessThanOrEqual(WIDTH)
      expect(one.y + CARD.height).toBeLessThanOrEqual(height)
      for (const other of boxes)
        if (one !== other)
          expect(Math.abs(one.x - other.x) >= CARD.width || Math.abs(one.y - other.y) >= CARD.height).toBe(
            true,
          )
    }
  })

  it('ends also on a circle', () => {
    expect(
      placeWhy(
        graph([
          ['top', 'a'],
          ['a', 'top'],
        ]),
      ).boxes,
    ).toHaveLength(2)
  })
})

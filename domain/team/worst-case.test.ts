import { describe, expect, it } from 'vitest'
import { compileTeam } from './compile'
import { drawTeam, node } from './testing/draw-team'
import type { TeamNode } from './node'
import { salesCatalogue } from './testing/sales-team'

const ways = (...ports: string[]) => ports.map((port) => ({ port, label: '' }))
const back = (id: string, maxRounds: number) => node('loop', id, { maxRounds })

/** Calls in the worst case of a team whose agents call once a visit: `a` and a number is an agent. */
function calls(others: TeamNode[], ...edges: string[]): number | null {
  const known = new Set(['start', 'end', ...others.map(({ id }) => id)])
  const ids = edges.flatMap((edge) => edge.split(' -> ').map((side) => side.split('.')[0] ?? ''))
  const agents = [...new Set(ids)]
    .filter((id) => !known.has(id))
    .map((id) => node('agent', id, { agent: 'writer', retries: 0, repairs: 0 }))
  const nodes = [node('trigger', 'start'), ...agents, ...others, node('end', 'end')]
  return compileTeam(drawTeam({ nodes, edges }), salesCatalogue).worstCase.modelCalls
}

describe('worstModelCalls', () => {
  it('takes the dearest of several ways', () => {
    const router = node('router', 'r', { routes: [{ port: 'way', label: '', when: 'true' }] })
    expect(
      calls([router], 'start -> r', 'r.way -> a1', 'a1 -> a2', 'a2 -> a3', 'r.default -> a3', 'a3 -> end'),
    ).toBe(3)
  })

  it('adds the ways of a parallel, and what lies behind it once', () => {
    const split = [node('parallel', 'p', { ways: ways('a', 'b', 'c') }), node('join', 'j')]
    const edges = [
      'start -> p',
      'p.a -> a1',
      'a1 -> a2',
      'a2 -> j',
      'p.b -> a3',
      'a3 -> j',
      'p.c -> a4',
      'a4 -> j',
    ]
    expect(calls(split, ...edges, 'j -> a5', 'a5 -> end')).toBe(5)
  })

  it('takes the way of a map once for each item, and maps within maps for each of each', () => {
    const maps = [
      node('map', 'm', { maxItems: 10 }),
      node('map', 'n', { maxItems: 4 }),
      node('join', 'j'),
      node('join', 'k'),
    ]
    const edges = [
      'start -> m',
      'm.each -> a1',
      'a1 -> n',
      'n.each -> a2',
      'a2 -> k',
      'k -> a3',
      'a3 -> j',
      'j -> a4',
    ]
    expect(calls(maps, ...edges, 'a4 -> end')).toBe(10 * (1 + 4 + 1) + 1)
  })

  it('counts the rounds of a loop, within an item too', () => {
    expect(
      calls([back('l', 3)], 'start -> a1', 'a1 -> l', 'l.again -> a1', 'l.done -> end', 'l.exhausted -> end'),
    ).toBe(4)
    const map = [node('map', 'm', { maxItems: 10 }), node('join', 'j'), back('l', 3)]
    const edges = [
      'start -> m',
      'm.each -> a1',
      'a1 -> l',
      'l.again -> a1',
      'l.done -> j',
      'l.exhausted -> j',
      'j -> end',
    ]
    expect(calls(map, ...edges)).toBe(40)
  })

  it('gives an inner loop all its rounds again for each round of an outer one', () => {
    const edges = [
      'start -> a1',
      'a1 -> l',
      'l.again -> a1',
      'l.done -> k',
      'l.exhausted -> k',
      'k.again -> a1',
    ]
    expect(calls([back('l', 3), back('k', 2)], ...edges, 'k.done -> end', 'k.exhausted -> end')).toBe(
      (1 + 3) * (1 + 2),
    )
  })

  it('counts for each round all that may still follow it', () => {
    const edges = [
      'start -> a1',
      'a1 -> l',
      'l.again -> a1',
      'l.done -> a2',
      'l.exhausted -> a2',
      'a2 -> k',
      'k.again -> a2',
    ]
    expect(calls([back('l', 3), back('k', 2)], ...edges, 'k.done -> end', 'k.exhausted -> end')).toBe(
      2 + 3 * 2 + 2,
    )
  })

  it('gives a loop in a lane its rounds again when a loop goes round the split', () => {
    const around = [
      node('parallel', 'p', { ways: ways('a', 'b') }),
      node('join', 'j'),
      back('l', 1),
      back('k', 2),
    ]
    const edges = [
      'start -> p',
      'p.a -> a1',
      'a1 -> l',
      'l.again -> a1',
      'l.done -> j',
      'l.exhausted -> j',
      'p.b -> a2',
      'a2 -> j',
    ]
    expect(calls(around, ...edges, 'j -> k', 'k.again -> p', 'k.done -> end', 'k.exhausted -> end')).toBe(
      3 * (2 + 1),
    )
  })

  it('keeps loops of sibling lanes apart', () => {
    const two = [
      node('parallel', 'p', { ways: ways('a', 'b') }),
      node('join', 'j'),
      back('l', 3),
      back('k', 3),
    ]
    const edges = ['start -> p', 'p.a -> a1', 'a1 -> l', 'l.again -> a1', 'l.done -> j', 'l.exhausted -> j']
    const other = ['p.b -> a2', 'a2 -> k', 'k.again -> a2', 'k.done -> j', 'k.exhausted -> j', 'j -> end']
    expect(calls(two, ...edges, ...other)).toBe(8)
  })

  it('knows no bound where there is none', () => {
    const router = node('router', 'r', { routes: [{ port: 'way', label: '', when: 'true' }] })
    expect(calls([router], 'start -> a1', 'a1 -> r', 'r.way -> a1', 'r.default -> end')).toBeNull()
    expect(calls([node('join', 'j')], 'start -> j', 'j -> end')).toBeNull()
  })
})

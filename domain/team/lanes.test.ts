import { describe, expect, it } from 'vitest'
import { graphOf } from './graph'
import type { LaneFault } from './lanes'
import { drawTeam, node } from './testing/draw-team'
import type { TeamNode } from './node'

const ways = (...ports: string[]) => ports.map((port) => ({ port, label: '' }))

/** Nodes by the first letters of their names: `p` splits in a and b, `m` maps, `j` joins, `l` loops, `r` routes. */
function drawn(...edges: string[]) {
  const ids = new Set(edges.flatMap((edge) => edge.split(' -> ').map((side) => side.split('.')[0] ?? '')))
  const nodes = [...ids].map((id): TeamNode => {
    switch (id.charAt(0)) {
      case 's':
        return node('trigger', id)
      case 'p':
        return node('parallel', id, { ways: ways('a', 'b') })
      case 'm':
        return node('map', id)
      case 'j':
        return node('join', id)
      case 'l':
        return node('loop', id)
      case 'r':
        return node('router', id, { routes: [{ port: 'way', label: '', when: 'true' }] })
      case 'e':
        return node('end', id)
      default:
        return node('timer', id)
    }
  })
  return graphOf(drawTeam({ nodes, edges })).lanes
}

const BLOCK = ['s -> p', 'p.a -> x', 'p.b -> y', 'x -> j', 'y -> j', 'j -> e']

const shown = (faults: readonly LaneFault[]) =>
  faults.map((fault) => {
    switch (fault.kind) {
      case 'alone':
        return `${fault.join} alone`
      case 'crossed':
        return `${fault.edge.id} crosses ${fault.opener}`
      case 'joins':
        return `${fault.opener} to ${fault.joins.join(', ')}`
      case 'shared':
        return `${fault.join} of ${fault.openers.join(', ')}`
      case 'open':
        return `${fault.opener} open`
    }
  })

describe('lanesOf', () => {
  it('says where each node stands, and what belongs together', () => {
    const lanes = drawn(
      ...['s -> p', 'p.a -> m', 'm.each -> x', 'x -> j2', 'j2 -> l', 'l.again -> m', 'l.done -> j'],
      ...[
        'l.exhausted -> e2',
        'p.b -> y',
        'y -> j',
        'j.out -> e',
        'j.short -> r',
        'r.default -> e',
        'r.way -> e',
      ],
    )
    expect(lanes.faults).toEqual([])
    expect(lanes.of('x')).toEqual([
      { opener: 'p', port: 'a' },
      { opener: 'm', port: 'each' },
    ])
    expect(['m', 'j2', 'l', 'e2'].map((id) => lanes.of(id))).toEqual(
      Array(4).fill([{ opener: 'p', port: 'a' }]),
    )
    expect(['s', 'p', 'j', 'r', 'e', 'nobody'].map((id) => lanes.of(id))).toEqual(Array(6).fill([]))
    expect([lanes.joinOf('p'), lanes.joinOf('m'), lanes.joinOf('x')]).toEqual(['j', 'j2', undefined])
    expect([lanes.openerOf('j'), lanes.openerOf('j2'), lanes.openerOf('x')]).toEqual(['p', 'm', undefined])
  })

  it('lets a lane end before its join, and begin straight with a split', () => {
    expect(drawn('s -> p', 'p.a -> x', 'x -> j', 'p.b -> e2', 'j -> e').faults).toEqual([])
    const nested = ['s -> p', 'p.a -> p2', 'p2.a -> x', 'p2.b -> y', 'x -> j2', 'y -> j2', 'j2 -> j']
    expect(drawn(...nested, 'p.b -> z', 'z -> j', 'j -> e').faults).toEqual([])
  })

  it.each([
    ['a join after nothing', ['s -> j', 'j -> e'], ['j alone']],
    ['a split that stays open', ['s -> p', 'p.a -> x', 'p.b -> y', 'x -> e', 'y -> e2'], ['p open']],
    [
      'an end for two lanes',
      ['s -> p', 'p.a -> x', 'p.b -> y', 'x -> e', 'y -> e'],
      ['y_out_e crosses p', 'p open'],
    ],
    [
      'two joins',
      [...BLOCK, 'p.b -> z', 'z -> j2', 'j2 -> e2'].filter((edge) => edge !== 'p.b -> y'),
      ['p to j, j2'],
    ],
    [
      'a join for two splits',
      ['s -> r', 'r.way -> p', 'r.default -> p2', 'p.a -> x', 'p.b -> y', 'p2.a -> z', 'p2.b -> w'].concat([
        'x -> j',
        'y -> j',
        'z -> j',
        'w -> j',
        'j -> e',
      ]),
      ['j of p, p2'],
    ],
    ['past the join', [...BLOCK, 'y -> r', 'r.way -> j', 'r.default -> e'], ['r_default_e crosses p']],
    [
      'from one lane into another',
      [...BLOCK, 'y -> r', 'r.way -> j', 'r.default -> x'],
      ['r_default_x crosses p'],
    ],
    ['back out of a lane', [...BLOCK, 'x -> l', 'l.again -> p', 'l.done -> j'], ['l_again_p crosses p']],
    [
      'back before the split',
      ['s -> w', 'w -> p', ...BLOCK.slice(1), 'x -> l', 'l.again -> w'],
      ['l_again_w crosses p'],
    ],
    ['back into a lane', [...BLOCK, 'j -> l', 'l.again -> x', 'l.done -> e2'], ['l_again_x crosses p']],
    ['two ways to one node', ['s -> p', 'p.a -> x', 'p.b -> x', 'x -> j', 'j -> e'], ['p_b_x crosses p']],
  ])('finds %s', (_name, edges, faults) => {
    expect(shown(drawn(...edges).faults)).toEqual(faults)
  })

  it('lets a lane go back within itself, and a loop around the whole go back to its split', () => {
    expect(
      drawn(...BLOCK.filter((e) => e !== 'x -> j'), 'x -> l', 'l.again -> x', 'l.done -> j').faults,
    ).toEqual([])
    expect(
      drawn(...BLOCK.filter((e) => e !== 'j -> e'), 'j -> l', 'l.again -> p', 'l.done -> e').faults,
    ).toEqual([])
  })
})

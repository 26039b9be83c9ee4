import { describe, expect, it } from 'vitest'
import { evaluateSchema } from '../contract/evaluate'
import { refOf, type Contract } from '../contract/contract'
import { carriedOn } from './carry'
import { gatheredSchema } from './gather'
import { graphOf } from './graph'
import { contract, drawTeam, field, node } from './testing/draw-team'
import type { NodeOf } from './node'

/** A tree, which names itself. */
const tree: Contract = {
  name: 'a.tree',
  version: 1,
  description: '',
  schema: {
    type: 'object',
    properties: {
      value: field('number'),
      below: { type: 'array', items: { $ref: '#' } },
      tag: { $ref: '#/$defs/tag' },
    },
    required: ['value'],
    additionalProperties: false,
    $defs: { tag: { type: 'string', maxLength: 3 } },
  },
}
const leaf = contract('a.leaf@1', { name: field('string') })

const ways = [
  { port: 'left', label: '' },
  { port: 'right', label: '' },
]
const one = (id: string, produces: string) => node('agent', id, { agent: 'writer', produces })

function gathered(
  join: Partial<NodeOf<'join'>>,
  opener: 'parallel' | 'map',
): Record<string, unknown> | undefined {
  const lanes =
    opener === 'parallel'
      ? [
          'split.left -> which',
          'which.way -> tree',
          'which.default -> leaf',
          'split.right -> other',
          'other -> join',
        ]
      : ['split.each -> which', 'which.way -> tree', 'which.default -> leaf']
  const document = drawTeam({
    contracts: [tree, leaf],
    nodes: [
      node('trigger', 'start', { produces: 'a.leaf@1' }),
      opener === 'parallel' ? node('parallel', 'split', { ways }) : node('map', 'split', { over: '[start]' }),
      node('router', 'which', { routes: [{ port: 'way', label: '', when: 'true' }] }),
      one('tree', 'a.tree@1'),
      one('leaf', 'a.leaf@1'),
      ...(opener === 'parallel' ? [one('other', 'a.tree@1')] : []),
      node('join', 'join', join),
      node('end', 'end'),
    ],
    edges: ['start -> split', ...lanes, 'tree -> join', 'leaf -> join', 'join -> end'],
  })
  const graph = graphOf(document)
  const contracts = new Map(document.contracts.map((each) => [refOf(each), each]))
  return gatheredSchema({ graph, contracts, carried: carriedOn(graph) }, 'join')
}

const fits = (schema: Record<string, unknown> | undefined, value: unknown): boolean =>
  evaluateSchema(schema ?? false, value)

const deep = { value: 1, below: [{ value: 2, below: [{ value: 3 }], tag: 'abc' }] }
const wrong = { value: 1, below: [{ value: 'two' }] }

describe('gatheredSchema', () => {
  it('of a parallel: what each way brought, by its name', () => {
    const schema = gathered({}, 'parallel')
    expect(fits(schema, { left: { name: 'x' }, right: deep })).toBe(true)
    expect(fits(schema, { left: deep, right: deep })).toBe(true)
    expect(fits(schema, { left: deep, right: { name: 'x' } })).toBe(false)
    expect(fits(schema, { left: deep })).toBe(false)
    expect(fits(schema, { left: deep, right: deep, more: 1 })).toBe(false)
  })

  it('keeps references of a schema to itself where it stands now', () => {
    const schema = gathered({}, 'parallel')
    expect(fits(schema, { left: deep, right: wrong })).toBe(false)
    expect(fits(schema, { left: wrong, right: deep })).toBe(false)
    expect(fits(schema, { left: deep, right: { value: 1, tag: 'long' } })).toBe(false)
    const items = gathered({}, 'map')
    expect(fits(items, { results: [deep, { name: 'x' }], missing: 0 })).toBe(true)
    expect(fits(items, { results: [wrong], missing: 0 })).toBe(false)
  })

  it.each([{ wait: 'any' }, { wait: 'quorum' }, { tolerate: 1 }] as const)(
    'promises no way with %j',
    (join) => {
      expect(fits(gathered(join, 'parallel'), { right: deep })).toBe(true)
      expect(fits(gathered(join, 'parallel'), {})).toBe(true)
      expect(fits(gathered(join, 'parallel'), { right: { name: 'x' } })).toBe(false)
    },
  )

  it('of a map: a list, and how many are missing', () => {
    const schema = gathered({ tolerate: 2 }, 'map')
    expect(fits(schema, { results: [], missing: 0 })).toBe(true)
    expect(fits(schema, { results: [{ name: 'x' }], missing: 3 })).toBe(true)
    expect(fits(schema, { results: [{ name: 'x' }] })).toBe(false)
    expect(fits(schema, { results: [{}], missing: 0 })).toBe(false)
    expect(fits(schema, { results: [], missing: -1 })).toBe(false)
  })

  it('of what is no join, nothing', () => {
    const document = drawTeam({
      nodes: [node('trigger', 'start'), node('join', 'join')],
      edges: ['start -> join'],
    })
    const graph = graphOf(document)
    expect(gatheredSchema({ graph, contracts: new Map(), carried: carriedOn(graph) }, 'join')).toBeUndefined()
    expect(
      gatheredSchema({ graph, contracts: new Map(), carried: carriedOn(graph) }, 'start'),
    ).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { compileTeam } from './compile'
import type { NodeOf } from './node'
import { contract, drawTeam, field, node } from './testing/draw-team'
import { salesCatalogue } from './testing/sales-team'

const thing = contract('some.thing@1', { a: field('string') })
const made = (id: string, reads: string[] = []) =>
  node('agent', id, { agent: 'writer', produces: 'some.thing@1', reads })

/** Whether an agent behind a join of two lanes may read what these names hold, by the way out of the join. */
function readable(join: Partial<NodeOf<'join'>>, port: string, slots: string[], lanes = LANES): boolean[] {
  return slots.map((slot) => {
    const document = drawTeam({
      contracts: [thing],
      nodes: [
        node('trigger', 'start', { produces: 'some.thing@1' }),
        made('before'),
        lanes !== ITEMS
          ? node('parallel', 'split', {
              ways: [
                { port: 'a', label: '' },
                { port: 'b', label: '' },
              ],
            })
          : node('map', 'split', { over: '[start]', produces: 'some.thing@1' }),
        made('one'),
        made('other'),
        node('end', 'early'),
        node('join', 'join', join),
        made('behind', [slot]),
        node('end', 'end'),
      ],
      edges: [
        'start -> before',
        'before -> split',
        ...lanes,
        `join.${port} -> behind`,
        'behind -> end',
      ].concat(port === 'short' ? ['join -> end'] : []),
    })
    const codes = compileTeam(document, salesCatalogue).problems.map(({ code }) => code)
    return !codes.includes('assigned.path')
  })
}

const LANES = ['split.a -> one', 'one -> join', 'split.b -> other', 'other -> join']
const ONE_ENDS = ['split.a -> one', 'one -> join', 'split.b -> other', 'other -> early']
const ITEMS = ['split.each -> one', 'one -> other', 'other -> join']

describe('what is there behind a join', () => {
  it.each([
    ['waits for all', {}, 'out', [true, true, true]],
    ['lets one be missing', { tolerate: 1 }, 'out', [true, false, false]],
    ['waits for the first', { wait: 'any' }, 'out', [true, false, false]],
    ['waits for two of two', { wait: 'quorum', quorum: 2 }, 'out', [true, false, false]],
    ['gets too few', {}, 'short', [true, false, false]],
  ] as const)('that %s', (_name, join, port, may) => {
    expect(readable(join, port, ['before', 'one', 'other'])).toEqual(may)
  })

  it.each([
    ['any', { wait: 'any' }, 'out', [true, true, false]],
    ['all but one', { tolerate: 1 }, 'out', [true, true, false]],
    ['none at all', { tolerate: 2 }, 'out', [true, false, false]],
    ['too few', { failed: 'skip' }, 'short', [true, false, false]],
  ] as const)('to which one lane leads, with %s', (_name, join, port, may) => {
    expect(readable(join, port, ['before', 'one', 'other'], ONE_ENDS)).toEqual(may)
  })

  it.each(['out', 'short'])('of a map, by %s: nothing of its items, nor the items', (port) => {
    expect(readable({}, port, ['before', 'one', 'other', 'split'], ITEMS)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { Contract } from '../contract/contract'
import type { Bundle } from '../team/bundle'
import { KINDS } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import { openFork } from './fork'
import { arrivedIn, resumeProblems, type Stopped } from './resumable'

const amount = (schema: Record<string, unknown>): Contract => ({
  name: 'note',
  version: 1,
  description: '',
  schema: {
    type: 'object',
    properties: { amount: schema },
    required: ['amount'],
    additionalProperties: false,
  },
})
const node = (kind: TeamNode['kind'], id: string, more: object = {}): TeamNode =>
  ({ ...KINDS[kind].defaults(id, id), ...more }) as TeamNode

/** start → draft → checks → book → split → (left | right) → both → tell → done */
function team(change: (bundle: Bundle) => void = () => undefined): Bundle {
  const nodes = [
    node('trigger', 'start'),
    node('agent', 'draft', { produces: 'note@1' }),
    node('rules', 'checks'),
    node('action', 'book'),
    node('parallel', 'split'),
    node('agent', 'left', { produces: 'note@1' }),
    node('agent', 'right', { produces: 'note@1' }),
    node('join', 'both'),
    node('action', 'tell'),
    node('end', 'done'),
    node('end', 'no'),
  ]
  const next: Bundle['next'] = {}
  for (const [from, port, to] of [
    ['start', 'out', 'draft'],
    ['draft', 'out', 'checks'],
    ['checks', 'pass', 'book'],
    ['checks', 'reject', 'no'],
    ['book', 'out', 'split'],
    ['split', 'first', 'left'],
    ['split', 'second', 'right'],
    ['left', 'out', 'both'],
    ['right', 'out', 'both'],
    ['both', 'out', 'tell'],
    ['tell', 'out', 'done'],
  ] as const)
    (next[from] ??= []).push({
      id: `${from}_${to}`,
      port,
      to,
      carries: { slot: 'draft', contract: 'note@1' },
    })
  const bundle: Bundle = {
    ...{ format: 1, name: 'T', goal: '', entry: 'start', agents: {}, connections: {}, views: {} },
    nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
    next,
    contracts: { 'note@1': amount({ type: 'integer', minimum: 0, maximum: 10 }) },
    joins: { split: 'both' },
  }
  const copy = structuredClone(bundle)
  change(copy)
  return copy
}

const passed = (id: string, port: string) => ({
  ...{ node: id, port, iteration: 0, attempt: 0 },
  status: 'done' as const,
})
/** It stands in the right lane; the left one is through, the booking has gone out. */
const stopped: Stopped = {
  steps: [
    passed('start', 'out'),
    passed('draft', 'out'),
    passed('checks', 'pass'),
    passed('book', 'out'),
    passed('split', ''),
    passed('left', 'out'),
  ],
  places: [
    {
      node: 'right',
      path: 'split#0:1',
      arrived: { from: 'split', edge: 'split_right', slot: 'draft', contract: 'note@1' },
    },
  ],
  forks: [
    {
      ...{ id: 'split#0', opener: 'split', join: 'both' },
      state: {
        ...openFork({ width: 2, ports: ['first', 'second'] }, 2),
        ends: { 0: { how: 'arrived', slot: 'left', contract: 'note@1' } },
      },
    },
  ],
  effects: ['book'],
}
const edit = (bundle: Bundle, id: string, more: object) => Object.assign(bundle.nodes[id] ?? {}, more)
const lead = (bundle: Bundle, from: string, port: string, to: string) => {
  bundle.next[from] = [
    ...(bundle.next[from] ?? []).filter((edge) => edge.port !== port),
    { id: `${from}_${to}`, port, to, carries: { slot: 'draft', contract: 'note@1' } },
  ]
}
const why = (change: (bundle: Bundle) => void, was: Stopped = stopped) =>
  resumeProblems(team(), team(change), was).join(' ')

describe('another version may stand for what happened', () => {
  it.each<[string, (bundle: Bundle) => void]>([
    ['when it is the same', () => undefined],
    [
      'when an agent that is through, or that is stood at, does its work in another way',
      (bundle) => {
        edit(bundle, 'draft', { task: 'Be brief.' })
        edit(bundle, 'right', { task: 'Be brief.', retries: 5 })
      },
    ],
    [
      'when a contract allows more',
      (bundle) => {
        bundle.contracts['note@1'] = amount({ type: 'number', minimum: 0 })
      },
    ],
    [
      'when there is more to do behind where it stands',
      (bundle) => {
        bundle.nodes['extra'] = node('action', 'extra')
        lead(bundle, 'both', 'out', 'extra')
        lead(bundle, 'extra', 'out', 'tell')
      },
    ],
    ['when a way that was not taken leads elsewhere', (bundle) => lead(bundle, 'checks', 'reject', 'done')],
  ])('%s', (_, change) => {
    expect(why(change)).toBe('')
  })

  it.each<[string, (bundle: Bundle) => void, string]>([
    [
      'a node that was passed is gone',
      (bundle) => delete bundle.nodes['draft'],
      '“draft”, which it came by, is not there',
    ],
    [
      'the node it stands at is gone',
      (bundle) => delete bundle.nodes['right'],
      '“right”, which it stands at, is not there',
    ],
    [
      'the node it stands at is of another kind',
      (bundle) => {
        bundle.nodes['right'] = node('router', 'right')
      },
      '“right”, which it stands at, is of another kind',
    ],
    [
      'a gate was added to the way it came',
      (bundle) => {
        bundle.nodes['person'] = node('human', 'person')
        lead(bundle, 'draft', 'out', 'person')
        lead(bundle, 'person', 'approved', 'checks')
      },
      'The way that was taken from “draft” leads to “person”, not to “checks”.',
    ],
    [
      'a gate it came by asks for more',
      (bundle) => {
        edit(bundle, 'checks', {
          rules: [{ id: 'R-1', name: 'R', when: 'draft.amount > 5', then: 'review', message: '' }],
        })
      },
      '“checks” asks for something else',
    ],
    [
      'a contract allows less, whatever the value is',
      (bundle) => {
        bundle.contracts['note@1'] = amount({ type: 'integer', minimum: 0, maximum: 5 })
      },
      'What “draft” wrote need not fit any more',
    ],
    [
      'what was written is not handed on',
      (bundle) => {
        bundle.nodes['draft'] = { ...node('agent', 'draft'), retries: 1 } as TeamNode
        delete (bundle.nodes['draft'] as { produces?: string }).produces
        bundle.nodes['draft'] = { ...bundle.nodes['draft'], produces: 'other@1' } as TeamNode
        bundle.contracts['other@1'] = amount({ type: 'string' })
      },
      'What “draft” wrote need not fit any more',
    ],
    [
      'its lanes come together elsewhere',
      (bundle) => {
        bundle.nodes['other'] = node('join', 'other')
        bundle.joins = { split: 'other' }
        lead(bundle, 'left', 'out', 'other')
      },
      'What “split” splits comes together elsewhere.',
    ],
    [
      'a lane leads elsewhere',
      (bundle) => lead(bundle, 'split', 'second', 'left'),
      '“split” splits into other lanes.',
    ],
    [
      'a write that has gone out would come again',
      (bundle) => lead(bundle, 'both', 'out', 'book'),
      '“book” has gone out and would come again.',
    ],
  ])('but not when %s', (_, change, says) => {
    expect(why(change)).toContain(says)
  })

  it('nor does one that draws otherwise what may have gone out', () => {
    const was = { ...stopped, places: [{ ...stopped.places[0]!, node: 'book', path: '' }] }
    expect(why((bundle) => edit(bundle, 'book', { path: '/elsewhere' }), was)).toContain(
      '“book” may have gone out as it was drawn',
    )
    expect(why((bundle) => edit(bundle, 'tell', { path: '/elsewhere' }), was)).toBe('')
  })

  it('whatever was written under no contract, unless one is asked now', () => {
    const bare = (bundle: Bundle) => delete (bundle.nodes['draft'] as { produces?: string }).produces
    expect(resumeProblems(team(bare), team(bare), stopped)).toEqual([])
    expect(resumeProblems(team(bare), team(), stopped).join()).toContain('it was under no contract')
  })

  it('a write that would have come again anyway may do so', () => {
    const round = (bundle: Bundle) => lead(bundle, 'both', 'out', 'book')
    expect(resumeProblems(team(round), team(round), stopped)).toEqual([])
  })

  it('nor does one that calls another version of a team while it waits for it', () => {
    const calls = (versionId: string) => (bundle: Bundle) => {
      bundle.nodes['right'] = node('team', 'right', { team: 'rating' })
      bundle.teams = { rating: { versionId } } as unknown as NonNullable<Bundle['teams']>
    }
    expect(resumeProblems(team(calls('ver_1')), team(calls('ver_1')), stopped)).toEqual([])
    expect(resumeProblems(team(calls('ver_1')), team(calls('ver_2')), stopped)).toEqual([
      '“right” calls another version.',
    ])
  })
})

it('names what a token was handed as the other version names it', () => {
  const arrived = { from: 'book', edge: 'book_split', slot: 'draft', contract: 'note@1' }
  const renamed = team((bundle) => {
    bundle.next['book'] = [{ id: 'redrawn', port: 'out', to: 'split', carries: { slot: 'draft' } }]
    bundle.contracts = { 'note@2': amount({ type: 'integer' }) }
    edit(bundle, 'draft', { produces: 'note@2' })
  })
  expect(arrivedIn(team(), renamed, 'split', arrived)).toEqual({
    ...arrived,
    edge: 'redrawn',
    contract: 'note@2',
  })
  expect(arrivedIn(team(), team(), 'split', arrived)).toEqual(arrived)
})

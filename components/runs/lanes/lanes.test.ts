import { describe, expect, it } from 'vitest'
import type { Fork } from '@/domain/run/fork'
import { laneTallies, sayTally } from '@/components/canvas/model/lane-tally'
import { forEachLine } from '@/prisma/seed/examples/for-each-line'
import { compileTeam } from '@/domain/team/compile'
import type { RunFacts, RunStep } from '../run-types'
import { linesAround } from '../timeline/lane-rows'
import { rowsOf } from '../timeline/rows'
import { visitsOf } from '../timeline/visits'
import { placeName, scopeName } from '../state/place-name'
import { laneTree } from './lane-tree'
import { titleOf } from './title-of'

const { document, agents } = forEachLine
const { bundle } = compileTeam(document, { agents, connections: [] })
if (!bundle) throw new Error('the example is not sound')

const WIDTH = 6
const at = (ms: number) => new Date(Date.UTC(2026, 10, 21) + ms)
const step = (node: string, iteration: number, path: string, more: Partial<RunStep> = {}): RunStep => ({
  runId: 'run_1',
  node,
  iteration,
  attempt: 0,
  branch: '0',
  path,
  scope: path,
  kind: bundle.nodes[node]?.kind ?? 'agent',
  status: 'done',
  port: 'out',
  version: null,
  result: {},
  costMicros: 5n,
  startedAt: at(1000 * (iteration + 1)),
  endedAt: at(1000 * (iteration + 1) + 900),
  ...more,
})
const ends: Fork['ends'] = {
  0: { how: 'arrived' },
  1: { how: 'arrived' },
  2: { how: 'failed' },
  3: { how: 'arrived' },
}
/** Six lines: three notes are written, one failed, one is being written, one has not begun. */
const run: RunFacts = {
  bundle,
  status: 'running',
  createdAt: at(0),
  endedAt: null,
  state: { line: { '1': { line: { sku: 'CHR-07', product: 'Chair Alder' } } } },
  steps: [
    step('start', 0, '', { startedAt: at(0), endedAt: at(1) }),
    step('line', 0, '', { startedAt: at(2), endedAt: at(3) }),
    ...[0, 1, 2, 3].map((lane) =>
      step('write', lane, `line#0:${lane}`, lane === 2 ? { status: 'failed', port: null } : {}),
    ),
  ],
  branches: [
    {
      branch: '0.4',
      node: 'write',
      iteration: 4,
      attempt: 0,
      status: 'ready',
      movedAt: at(5000),
      path: 'line#0:4',
      wakeAt: null,
      turn: null,
    },
  ],
  forks: [
    {
      fork: 'line#0',
      opener: 'line',
      iteration: 0,
      join: 'notes',
      path: '',
      state: { width: WIDTH, opened: 5, ports: ['each'], status: 'open', ends },
      dueAt: null,
    },
  ],
  reviews: [],
  calls: [],
  waits: [],
  held: [],
  family: { parent: null, called: [] },
}
const now = at(6000).getTime()

describe('lanes of a run', () => {
  it('stand below what opened them, closed where they are many, with how many came', () => {
    const rows = rowsOf(run, now)
    expect(rows.map(({ key, depth }) => `${key} ${depth}`)).toEqual(['start.0 0', 'line.0 0', 'line#0 0'])
    expect(rows[2]).toMatchObject({
      name: 'Each line 1–6',
      aside: '3 of 6, 1 failed',
      open: false,
      micros: 20n,
    })
    expect(rows[2]?.bars.at(-1)?.tone).toBe('running')
  })

  it('are shown when opened, called by their items, and said what became of', () => {
    const rows = rowsOf(run, now, { turned: new Set(['line#0']), all: false }).slice(3)
    expect(rows.map(({ name, aside }) => `${name} | ${aside}`)).toEqual([
      '1 | Write the note',
      '2 Chair Alder | Write the note',
      '3 | failed, Write the note',
      '4 | Write the note',
      '5 | under way, Write the note',
      '6 | not begun',
    ])
    expect(rows.map(({ visit }) => visit).slice(0, 2)).toEqual(['write.0', 'write.1'])
  })

  it('are opened around what is selected', () => {
    const tree = laneTree(run, visitsOf(run))
    expect(linesAround(tree, 'write.3')).toEqual([{ key: 'line#0', few: false }])
    expect(linesAround(tree, 'start.0')).toEqual([])
    expect(linesAround(tree, 'gone.0')).toBeUndefined()
  })

  it('that had not ended when their join fired are stopped, or late', () => {
    const [fork] = run.forks
    if (!fork) throw new Error('no fork')
    const fired = { ...run, forks: [{ ...fork, state: { ...fork.state, status: 'fired' as const } }] }
    const rows = rowsOf(fired, now, { turned: new Set(['line#0']), all: false })
    expect(rows.slice(-2).map(({ aside }) => aside)).toEqual(['late, Write the note', 'stopped'])
    const dead = rowsOf({ ...fired, branches: [] }, now)
    expect(dead[2]?.aside).toBe('3 of 6, 1 failed, 2 stopped')
  })

  it('are counted on the node that each of them comes to', () => {
    const tallies = laneTallies(run)
    expect([...tallies.keys()]).toEqual(['write'])
    const tally = tallies.get('write')
    expect(tally && sayTally(tally)).toBe('3 of 6, 1 failed')
  })

  it('are named where they keep a state of their own', () => {
    expect(placeName(run, '/line/1')).toBe('Each line, 2 Chair Alder')
    expect(placeName(run, '/line/1/write/note')).toBe('Each line, 2 Chair Alder, write, note')
    expect(placeName(run, '/line')).toBeUndefined()
    expect(placeName(run, '/start/lines')).toBeUndefined()
    expect(scopeName(run, 'line#0:1')).toBe('Each line, 2 Chair Alder')
  })

  it('are all there by the thousand', () => {
    const many = Array.from({ length: 1000 }, (_, lane) => step('write', lane, `line#0:${lane}`))
    const [fork] = run.forks
    if (!fork) throw new Error('no fork')
    const wide = {
      ...run,
      steps: many,
      forks: [{ ...fork, state: { ...fork.state, width: 1000, opened: 1000 } }],
    }
    const steps = [...run.steps.slice(0, 2), ...many]
    const rows = rowsOf({ ...wide, steps }, now, { turned: new Set(), all: true })
    expect(rows.length).toBeGreaterThan(1000)
  })
})

describe('titleOf', () => {
  it.each([
    [{ sku: 'LMP-20', product: 'Desk lamp' }, 'Desk lamp'],
    [{ id: 7, amount: 12 }, '7'],
    [{ amount: 12, remark: 'late' }, '12'],
    ['Oslo', 'Oslo'],
    [{ name: ' ' }, undefined],
    [[1, 2], undefined],
    [null, undefined],
  ])('of %j is %s', (item, title) => {
    expect(titleOf(item)).toBe(title)
  })
})

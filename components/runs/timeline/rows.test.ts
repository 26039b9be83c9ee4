import { describe, expect, it } from 'vitest'
import type { Bundle } from '@/domain/team/bundle'
import type { StepResult } from '@/domain/run/step'
import type { RunFacts, RunReview, RunStep } from '../run-types'
import { firstVisit, nodeStatuses } from '../run-words'
import { busyOf, rowsOf, waitsOf, wholeOf } from './rows'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 21) + ms)
const ms = (value: number) => at(value).getTime()

const step = (node: string, from: number, to: number, more: Partial<RunStep> = {}): RunStep => ({
  runId: 'run_1',
  node,
  iteration: 0,
  attempt: 0,
  branch: '0',
  path: '',
  scope: '',
  kind: 'agent',
  status: 'done',
  port: 'out',
  version: null,
  result: {},
  costMicros: 0n,
  startedAt: at(from),
  endedAt: at(to),
  ...more,
})

const bundle = {
  nodes: {
    start: { id: 'start', kind: 'trigger', name: 'New lead' },
    draft: { id: 'draft', kind: 'agent', name: 'Writer' },
    rules: { id: 'rules', kind: 'rules', name: 'Discount rules', rules: [] },
    gate: { id: 'gate', kind: 'human', name: 'Approval' },
    send: { id: 'send', kind: 'action', name: 'Send', effect: 'write', fields: [] },
  },
  next: { gate: [{ id: 'e', port: 'approved', to: 'send', carries: { slot: 'draft' } }] },
} as unknown as Bundle

const stopped: StepResult = {
  rules: [{ id: 'D-3', name: 'Discount', held: false, then: 'review', message: '14 % is above 10 %' }],
}
const failed: StepResult = { failure: { code: 'timeout', message: 'No answer within 60 s.' } }
const review = {
  node: 'gate',
  iteration: 0,
  kind: 'approval',
  status: 'open',
  createdAt: at(4000),
  decidedAt: null,
  decidedBy: null,
}

const run: RunFacts = {
  bundle,
  status: 'waiting',
  createdAt: at(0),
  endedAt: null,
  steps: [
    step('start', 0, 0, { kind: 'trigger' }),
    step('draft', 100, 1100, { status: 'failed', result: failed, costMicros: 10n }),
    step('draft', 1500, 3500, { attempt: 1, costMicros: 20n }),
    step('rules', 3600, 3700, { kind: 'rules', result: stopped }),
  ],
  reviews: [review as unknown as RunReview],
  calls: [],
  branches: [
    {
      branch: '0',
      node: 'gate',
      iteration: 0,
      attempt: 0,
      status: 'waiting',
      movedAt: at(4000),
      path: '',
      wakeAt: null,
      turn: null,
    },
  ],
  state: {},
  forks: [],
  waits: [],
  held: [],
  family: { parent: null, called: [] },
}

describe('rowsOf', () => {
  const rows = rowsOf(run, ms(64_000))

  it('gives one line a visit, in order, with what an open gate holds back at the end', () => {
    expect(rows.map(({ name }) => name)).toEqual(['New lead', 'Writer', 'Discount rules', 'Approval', 'Send'])
    expect(rows.at(-1)).toMatchObject({ visit: null, aside: 'only if approved' })
  })

  it('draws attempts beside each other and adds up their time and money', () => {
    const writer = rows[1]
    expect(writer?.bars.map(({ tone }) => tone)).toEqual(['failed', 'work'])
    expect(writer).toMatchObject({ aside: '2 attempts', ms: 3000, micros: 30n })
  })

  it('says which rule stopped it, and how long a person has had it', () => {
    expect(rows[2]?.note).toBe('D-3 stops it: 14 % is above 10 %')
    expect(rows[3]).toMatchObject({ ms: 60_000, bars: [{ tone: 'person', from: ms(4000), to: ms(64_000) }] })
  })

  it('counts as work only what worked', () => {
    expect(busyOf(run, ms(64_000)).reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3101)
    expect(waitsOf(run, ms(64_000))).toEqual([{ from: ms(4000), to: ms(64_000) }])
    expect(wholeOf(run, ms(64_000))).toEqual({ from: ms(0), to: ms(64_000) })
  })
})

describe('nodeStatuses', () => {
  it('tells what became of each node, and leaves out what was not reached', () => {
    const statuses = nodeStatuses(run, ms(64_000))
    expect(statuses.draft).toMatchObject({ status: 'done', count: 1, detail: '3 s · $0.0000' })
    expect(statuses.rules).toMatchObject({ status: 'blocked', detail: 'D-3 stops it' })
    expect(statuses.gate).toMatchObject({ status: 'waiting', detail: 'for a person, 1m' })
    expect(statuses.send).toBeUndefined()
  })

  it('opens at what waits', () => {
    expect(firstVisit(run)).toBe('gate.0')
  })

  it('opens at what turned it away, and at what it wrote where it went through', () => {
    const steps = [step('send', 20, 60, { kind: 'action' }), ...run.steps]
    const ended = { ...run, status: 'done' as const, steps, reviews: [], branches: [] }
    expect(firstVisit({ ...ended, outcome: { status: 'done', result: 'rejected' } })).toBe('rules.0')
    expect(firstVisit({ ...ended, outcome: { status: 'done', result: 'done' } })).toBe('send.0')
  })
})

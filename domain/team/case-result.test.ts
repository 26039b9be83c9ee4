import { describe, expect, it } from 'vitest'
import type { EffectRequest } from '../run/step'
import type { Expectation } from './case'
import { proposeExpectation } from './case-propose'
import { checkCase, passed, sayStanding, type SeenRun } from './case-result'
import { salesTeam } from './testing/sales-team'

const request = (body: Record<string, unknown>): EffectRequest => ({
  node: 'update',
  connection: 'crm',
  connectionName: 'CRM',
  method: 'PATCH',
  path: '/accounts/A-1',
  body,
  summary: 'Update A-1',
  changes: [],
})

const seen: SeenRun = {
  ends: 'done',
  at: ['done'],
  steps: [
    { node: 'start', port: 'out' },
    { node: 'drafting', port: 'out' },
    { node: 'drafting', port: 'out' },
    { node: 'update', port: 'out' },
  ],
  bindings: { drafting: { amount: 5, note: 'x' }, decision: { drafting: { confidence: 0.9 } } },
  effects: [
    { node: 'update', request: request({ amount: 5 }) },
    { node: 'update', request: request({ amount: 7 }) },
  ],
}
const name = (id: string) => id.toUpperCase()
const check = (expected: Partial<Expectation>, run: Partial<SeenRun> = {}) =>
  checkCase({ ends: 'done', ...expected }, { ...seen, ...run }, name)
const broken = (expected: Partial<Expectation>, run: Partial<SeenRun> = {}) =>
  check(expected, run)
    .filter(({ held }) => !held)
    .map((one) => [one.pointer, one.seen])

describe('a run held against a case', () => {
  it('asks nothing but how it ends where nothing more is expected', () => {
    expect(check({})).toEqual([
      {
        pointer: '/ends',
        expects: 'It comes to a good end',
        held: true,
        seen: 'It came to a good end at “DONE”',
      },
    ])
    expect(passed(check({}))).toBe(true)
  })

  it('holds where all is as expected', () => {
    const expected: Expectation = {
      ends: 'done',
      at: 'done',
      passes: ['drafting', 'update', 'done'],
      avoids: ['person'],
      holds: ['drafting.amount == 5', 'decision.drafting.confidence > 0.7'],
      effects: [{ node: 'update', holds: ['request.body.amount > 6', 'request.method == "PATCH"'] }],
    }
    expect(broken(expected)).toEqual([])
    expect(check(expected)).toHaveLength(10)
  })

  it('says of each that is not what was seen', () => {
    expect(
      broken(
        { at: 'done', passes: ['update'], avoids: ['drafting'] },
        { ends: 'waits', at: ['person'], why: 'Large', steps: seen.steps.slice(0, 3) },
      ),
    ).toEqual([
      ['/ends', 'It waits at “PERSON”: Large'],
      ['/at', 'It stands at “PERSON”'],
      ['/passes/0', 'Not carried out'],
      ['/avoids/0', 'Carried out 2 times'],
    ])
  })

  it('counts a step at which it waits as reached', () => {
    const waits: Partial<SeenRun> = { ends: 'waits', at: ['person'] }
    expect(broken({ ends: 'waits', passes: ['person'] }, waits)).toEqual([])
    expect(broken({ ends: 'waits', avoids: ['person'] }, waits)).toEqual([['/avoids/0', 'Carried out']])
  })

  it('takes an expression that is false, no answer, or cannot be worked out as not held', () => {
    expect(broken({ holds: ['drafting.amount > 5', 'drafting.note', 'research.ok', 'drafting.'] })).toEqual([
      ['/holds/0', 'False, where drafting.amount is 5'],
      ['/holds/1', expect.stringMatching(/^Neither true nor false, where drafting\.note is "/)],
      ['/holds/2', expect.stringMatching(/^It cannot be worked out: /)],
      ['/holds/3', expect.stringMatching(/^It cannot be worked out: /)],
    ])
  })

  it('tells what stood at each place that a condition reads, a list as a whole, and not without end', () => {
    const bindings = {
      quote: { lines: [{ price: 1 }, { price: 9 }], note: 'x'.repeat(500) },
      ticket: { status: null },
    }
    const told = (source: string) => broken({ holds: [source] }, { bindings })[0]?.[1]
    expect(told('quote.lines.all(line, line.price < 5)')).toBe(
      'False, where quote.lines is [{"price":1},{"price":9}]',
    )
    expect(told('ticket.status == "open" && has(ticket.owner)')).toBe(
      'False, where ticket.owner is not there, ticket.status is null',
    )
    expect(told('size(quote.note) < 5')).toMatch(/^False, where quote\.note is "x{119}…$/)
    expect(told('1 > 2')).toBe('False')
  })

  it('looks at every request of a step, and at no other step’s', () => {
    expect(broken({ effects: [{ node: 'update', holds: ['request.body.amount == 8'] }] })).toEqual([
      ['/effects/0', 'request.body.amount == 8: False, where request.body.amount is 5'],
    ])
    expect(broken({ effects: [{ node: 'mail' }] })).toEqual([
      ['/effects/0', 'It would send nothing'],
      ['/effects', 'It would: “UPDATE”: Update A-1; “UPDATE”: Update A-1'],
    ])
    expect(broken({ effects: [] })).toHaveLength(1)
    expect(broken({ effects: [] }, { effects: [] })).toEqual([])
  })
})

describe('how a run stands', () => {
  it('is a sentence', () => {
    expect(sayStanding({ ends: 'failed', at: ['update'], why: 'stuck' }, name)).toBe(
      'It failed at “UPDATE”: stuck',
    )
    expect(sayStanding({ ends: 'rejected', at: [] }, name)).toBe('It ended rejected')
  })
})

describe('what is proposed', () => {
  const { nodes } = salesTeam()
  const read = ['drafting.amount', 'drafting.discount', 'drafting.note', 'decision.drafting.confidence']

  it('is what happened, so that the same run passes', () => {
    const proposed = proposeExpectation(seen, nodes, read)
    expect(proposed).toEqual({
      ends: 'done',
      at: 'done',
      passes: ['drafting', 'update'],
      holds: ['drafting.amount == 5', 'drafting.note == "x"'],
      effects: [{ node: 'update' }],
    })
    expect(passed(checkCase(proposed, seen, name))).toBe(true)
  })

  it('names the actions that it did not come to', () => {
    const waits: SeenRun = {
      ...seen,
      ends: 'waits',
      at: ['person'],
      steps: seen.steps.slice(0, 2),
      effects: [],
    }
    expect(proposeExpectation(waits, nodes, [])).toEqual({
      ends: 'waits',
      at: 'person',
      passes: ['drafting'],
      avoids: ['update'],
      effects: [],
    })
  })
})

import { describe, expect, it } from 'vitest'
import type { Catalogue } from '../checks/check'
import { compileTeam } from '../compile'
import type { TeamDocument } from '../document'
import { contract, drawTeam, field, idField, node } from '../testing/draw-team'
import { agent } from '../testing/sales-team'

const row = {
  type: 'object',
  properties: { id: idField(), note: field('string') },
  required: ['id', 'note'],
  additionalProperties: false,
}
const contracts = [
  contract('in@1', {
    subject: field('string'),
    amount: field('number'),
    rows: field('array', { items: row, maxItems: 5 }),
  }),
  contract('clean@1', { amount: field('number') }),
  contract('row@1', row.properties),
  contract('all@1', {
    results: field('array', {
      items: {
        type: 'object',
        properties: { amount: field('number') },
        required: ['amount'],
        additionalProperties: false,
      },
    }),
    missing: field('integer'),
  }),
  contract('text@1', { text: field('string', { maxLength: 1000 }) }),
]
const tools = [{ name: 'look', description: 'Looks', connection: 'crm', path: '/', parameters: {} }]
const catalogue: Catalogue = {
  agents: [agent('writer'), agent('reader', { tools }), agent('judge')],
  connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' }],
}

const errors = (nodes: TeamDocument['nodes'], edges: string[]): string[] =>
  compileTeam(drawTeam({ contracts, nodes, edges }), catalogue)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
const begins = (produces = 'in@1') => node('trigger', 'start', { produces })
const limits = (when = 'start.amount > 1000') =>
  node('rules', 'limits', { rules: [{ id: 'R-1', name: 'r', when, then: 'reject', message: '' }] })
const send = (value = 'start.amount') =>
  node('action', 'send', { connection: 'crm', fields: [{ name: 'v', label: '', value }] })
const person = (id = 'person') => node('human', id)
const no = node('end', 'no', { outcome: 'rejected' })
const done = node('end', 'done')
/** Where a lane ends before its join. */
const quits = ['quit_one', 'quit_two'].map((id) => node('end', id, { outcome: 'rejected' }))

describe('words through lists of which it cannot be told which they are', () => {
  const guarded = (when: string, value?: string) =>
    errors(
      [begins(), limits(when), send(value), done, no],
      ['start -> limits', 'limits.pass -> send', 'limits.reject -> no', 'send -> done'],
    )
  const either = '(start.amount > 1 ? start.rows : start.rows)'

  it.each([
    [`${either}.exists(r, r.note == "x")`],
    [`size(${either}.filter(r, r.note == "x")) > 0`],
    [`${either}.all(r, r.note != "x")`],
    [`size(${either}.map(r, r.note == "x", 1)) > 0`],
  ])('decide by %s', (when) => expect(guarded(when)).toEqual(['trust.decided']))

  it('are sent', () => expect(guarded('false', `${either}.map(r, r.note)`)).toEqual(['trust.words']))

  it('are none where only ids are asked for', () => {
    expect(guarded('start.rows.exists(r, r.id == "x")')).toEqual([])
    expect(guarded(`size(${either}) > 3`)).toEqual([])
  })
})

describe('words that decide how a lane goes', () => {
  const ways = node('router', 'ways', { routes: [{ port: 'a', label: '', when: 'start.subject == "x"' }] })
  const split = node('parallel', 'split', {
    ways: [
      { port: 'one', label: '' },
      { port: 'two', label: '' },
    ],
  })
  const race = (join: object, chosen = ways) =>
    errors(
      [
        ...[begins(), split, chosen, node('timer', 'slow'), node('timer', 'pause'), limits(), send()],
        ...[node('join', 'both', join), done, no, ...quits.slice(1)],
      ],
      [
        ...['start -> split', 'split.one -> ways', 'ways.a -> both', 'ways.default -> slow', 'slow -> both'],
        ...['split.two -> pause', 'pause -> limits', 'limits.pass -> send'],
        ...['limits.reject -> quit_two', 'send -> both', 'both -> done', 'both.short -> no'],
      ],
    )

  it('break off what is under way in another', () => {
    expect(race({ wait: 'any' })).toEqual(['trust.decided'])
    expect(race({ wait: 'all', timeoutSeconds: 30 })).toEqual(['trust.decided'])
  })

  it('break off nothing where all are waited for, or left to finish', () => {
    expect(race({ wait: 'all' })).toEqual([])
    expect(race({ wait: 'any', late: 'finish' })).toEqual([])
  })

  it('are none where the condition is on a number', () =>
    expect(
      race(
        { wait: 'any' },
        node('router', 'ways', { routes: [{ port: 'a', label: '', when: 'start.amount > 1' }] }),
      ),
    ).toEqual([]))

  it('break off the others also by ending their own before the join', () => {
    const ends = errors(
      [
        ...[begins(), split, ways, node('timer', 'pause'), limits(), send()],
        ...[node('join', 'both'), done, no, ...quits],
      ],
      [
        ...['start -> split', 'split.one -> ways', 'ways.a -> both', 'ways.default -> quit_one'],
        ...['split.two -> pause', 'pause -> limits', 'limits.pass -> send'],
        ...['limits.reject -> quit_two', 'send -> both', 'both -> done', 'both.short -> no'],
      ],
    )
    expect(ends).toEqual(['trust.decided'])
  })

  it('decide whether a join runs out of time', () => {
    const late = (timeoutSeconds?: number) =>
      errors(
        [
          ...[begins(), split, ways, node('timer', 'slow'), node('timer', 'pause')],
          ...[node('join', 'both', { ...(timeoutSeconds !== undefined && { timeoutSeconds }) })],
          ...[limits(), send(), done, no],
        ],
        [
          ...['start -> split', 'split.one -> ways', 'ways.a -> both', 'ways.default -> slow'],
          ...['slow -> both', 'split.two -> pause', 'pause -> both', 'both -> limits', 'both.short -> no'],
          ...['limits.pass -> send', 'limits.reject -> no', 'send -> done'],
        ],
      )
    expect(late(30)).toEqual(['trust.decided'])
    expect(late()).toEqual([])
  })
})

it('words that chose the items chose what is gathered of them', () => {
  const gathered = (over: string) =>
    errors(
      [
        ...[begins(), node('map', 'each', { over, produces: 'row@1' })],
        ...[node('agent', 'rate', { agent: 'writer', produces: 'clean@1' })],
        ...[
          node('join', 'all', { produces: 'all@1' }),
          limits(),
          send('all.results.map(r, r.amount)'),
          done,
          no,
        ],
      ],
      [
        ...['start -> each', 'each.each -> rate', 'rate -> all', 'all -> limits'],
        ...['limits.pass -> send', 'limits.reject -> no', 'send -> done'],
      ],
    )
  expect(gathered('start.rows.filter(r, r.note == "x")')).toEqual(['trust.words'])
  expect(gathered('start.rows.filter(r, r.id == "x")')).toEqual([])
})

describe('words of who reviews or asks back', () => {
  const review = (judge: string, reads: string[]) =>
    errors(
      [
        ...[begins(), node('agent', 'work', { agent: 'writer', produces: 'text@1' }), person('first')],
        ...[node('supervisor', 'review', { agent: judge, reads }), person(), send('work.text'), done],
      ],
      [
        ...['start -> work', 'work -> first', 'first.approved -> review', 'review.approved -> send'],
        ...['review.escalated -> person', 'person.approved -> send', 'send -> done'],
      ],
    )

  it('amend what a person had approved before', () => {
    expect(review('judge', ['work.text', 'start.subject'])).toEqual([])
    const late = errors(
      [
        ...[begins(), node('agent', 'work', { agent: 'writer', produces: 'text@1' }), person('first')],
        ...[node('wait', 'news', { event: 'news.came', produces: 'text@1' })],
        ...[node('supervisor', 'review', { agent: 'judge', reads: ['work.text', 'news.text'] }), person()],
        ...[send('news.text'), done],
      ],
      [
        ...['start -> work', 'work -> first', 'first.approved -> news', 'news -> review'],
        ...['review.approved -> send', 'review.escalated -> person', 'person.approved -> send'],
        ...['send -> done'],
      ],
    )
    expect(late).toEqual(['trust.words'])
    expect(review('reader', ['work.text'])).toEqual(['trust.words'])
  })

  it('are told to who does it once more', () => {
    const asked = (asker: string) =>
      errors(
        [
          ...[begins('clean@1'), node('agent', 'work', { agent: 'writer', produces: 'text@1' })],
          ...[node('agent', 'ask', { agent: asker, produces: 'clean@1', asksBack: { max: 1 } })],
          ...[limits(), send('work.text'), done, no],
        ],
        [
          ...['start -> work', 'work -> ask', 'ask.request -> work', 'ask -> limits'],
          ...['limits.pass -> send', 'limits.reject -> no', 'send -> done'],
        ],
      )
    expect(asked('reader')).toEqual(['trust.words'])
    expect(asked('judge')).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { worstCall } from '../../budget/worst-call'
import { compileTeam } from '../compile'
import { contract, drawTeam, field, node } from '../testing/draw-team'
import { edits, set } from '../testing/mutate'
import { budget, models, pricedCatalogue } from '../testing/mutations-cost'
import { salesTeam } from '../testing/sales-team'
import { candidatesAmong } from './candidates'
import { charactersAtMost } from './size'

const size = (schema: Record<string, unknown>) => charactersAtMost({ root: schema, schema })

describe('charactersAtMost', () => {
  it.each([
    ['a listed value', { enum: ['a', 'bcd', 7] }, 5],
    ['a text', { type: 'string', maxLength: 10 }, 14],
    ['a text without an end', { type: 'string' }, Infinity],
    ['an id', { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}$' }, 44],
    ['a text or nothing', { anyOf: [{ type: 'string', maxLength: 10 }, { type: 'null' }] }, 14],
    ['a list', { type: 'array', items: { type: 'string', maxLength: 10 }, maxItems: 3 }, 49],
    ['a list without an end', { type: 'array', items: { type: 'number' } }, Infinity],
    ['a group that may hold more', { type: 'object', properties: { a: { type: 'number' } } }, Infinity],
    ['by reference', { $ref: '#/$defs/a', $defs: { a: { type: 'string', maxLength: 6 } } }, 10],
    [
      'what contains itself',
      { type: 'object', properties: { a: { $ref: '#' } }, additionalProperties: false },
      Infinity,
    ],
  ] as [string, Record<string, unknown>, number][])('%s', (_name, schema, expected) => {
    expect(size(schema)).toBe(expected)
  })

  it('is no less than any value takes', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 20 },
        tags: { type: 'array', items: { enum: ['red', 'green'] }, maxItems: 4 },
        amount: { type: 'number' },
        open: { type: 'boolean' },
      },
      additionalProperties: false,
    }
    const largest = {
      name: 'x'.repeat(20),
      tags: Array(4).fill('green'),
      amount: -1.7976931348623157e308,
      open: false,
    }
    expect(size(schema)).toBeGreaterThanOrEqual(JSON.stringify(largest).length)
  })
})

/** One agent that is asked once and shown one text. */
const one = (more: object = {}) =>
  drawTeam({
    contracts: [
      contract('lead@1', { text: field('string', { maxLength: 1000 }) }),
      contract('mark@1', { score: field('number') }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('agent', 'mark', { agent: 'writer', produces: 'mark@1', retries: 0, repairs: 0, ...more }),
      node('end', 'done'),
    ],
    edges: ['start -> mark', 'mark -> done'],
  })
const worst = (more: object = {}, catalogue = pricedCatalogue()) =>
  Number(compileTeam(one(more), catalogue).worstCase.micros)

describe('the most that a run may cost', () => {
  it('is above what is reserved for its one call, and not by more than what may come on top', () => {
    const [standard] = models
    const prices = {
      name: standard?.name ?? '',
      inMicrosPerMTok: BigInt(standard?.inMicrosPerMTok ?? 0),
      outMicrosPerMTok: BigInt(standard?.outMicrosPerMTok ?? 0),
    }
    // A text of a thousand letters is some 250 tokens, the rest of such a prompt about as many.
    expect(worst()).toBeGreaterThan(Number(worstCall(1000, 1500, prices).micros))
    expect(worst()).toBeLessThan(Number(worstCall(15_000, 1500, prices).micros))
  })

  it('grows with attempts, repairs, tools, longer answers and whoever stands in', () => {
    const once = worst()
    expect(worst({ retries: 2 })).toBe(3 * once)
    expect(worst({ repairs: 1 })).toBeGreaterThan(2 * once)
    expect(worst({ maxOutputTokens: 3000 })).toBeGreaterThan(once)
    expect(worst({ fallback: 'spare' }) / once).toBeCloseTo(2, 2)
    const tools = [{ name: 'look', description: 'Looks', connection: 'crm', path: '/', parameters: {} }]
    const agents = pricedCatalogue().agents.map((each) => ({ ...each, tools }))
    expect(worst({}, { ...pricedCatalogue(), agents })).toBeGreaterThan(7 * once)
  })

  it('takes the dearest of the models an agent may be answered by', () => {
    const agents = pricedCatalogue().agents
    const small = agents.map((each) => ({ ...each, tier: 'small' as const }))
    const cheap = worst({}, { ...pricedCatalogue(), agents: small })
    expect(cheap).toBeLessThan(worst())
    // Whoever names a model may be answered by others of its tier too, where that one is down.
    const named = small.map((each) => ({ ...each, models: ['m-standard'] }))
    expect(worst({}, { ...pricedCatalogue(), agents: named })).toBe(worst())
  })

  it('is not said where it is not known, or has no end', () => {
    expect(compileTeam(one(), { ...pricedCatalogue(), models: [] }).worstCase.micros).toBeUndefined()
    expect(compileTeam(salesTeam(), pricedCatalogue()).worstCase).toEqual({ modelCalls: 45 })
    expect(compileTeam(one(), pricedCatalogue(budget(3), budget(2))).worstCase).toMatchObject({
      capMicros: '2000000',
    })
  })

  it('has an end where a cap is set', () => {
    const capped = edits(
      ...['research', 'drafting'].map((id) => set(id, { context: { maxTokens: 1000, over: 'escalate' } })),
    )(salesTeam())
    expect(Number(compileTeam(capped, pricedCatalogue()).worstCase.micros)).toBeGreaterThan(0)
  })
})

it('finds no model where an agent names only such as are not there', () => {
  expect(candidatesAmong(models, { tier: 'small', models: ['gone'] })).toEqual([])
})

import { describe, expect, it } from 'vitest'
import { decisionSchema } from './cel-type'
import { checkExpression, checkTemplate } from './check'

describe('checkExpression', () => {
  const schema = {
    $defs: { money: { type: 'number' } },
    type: 'object',
    properties: {
      amount: { $ref: '#/$defs/money' },
      stage: { enum: ['open', 'won', 'lost'] },
      note: { type: ['string', 'null'] },
      items: {
        type: 'array',
        items: { type: 'object', properties: { price: { type: 'number' }, name: { type: 'string' } } },
      },
      account: { type: 'object', properties: { name: { type: 'string' } } },
      urgent: { type: 'boolean' },
      closes: { type: 'string', format: 'date-time' },
      free: { type: 'object' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      either: {
        anyOf: [
          { type: 'object', properties: { p: { type: 'number' } } },
          { type: 'object', properties: { q: { type: 'number' } } },
        ],
      },
    },
  }
  const scope = { draft: schema, unknown: undefined, decision: decisionSchema(['drafting']) }

  it.each<[string, string]>([
    ['draft.amount > 10000', 'bool'],
    ['draft.amount * 2 + 1', 'number'],
    ['draft.stage == "won"', 'bool'],
    ['draft.stage in ["won", "lost"]', 'bool'],
    ['draft.note == null', 'bool'],
    ['draft.items.all(i, i.price > 1 && i.name != "")', 'bool'],
    ['draft.items[0].name', 'string'],
    ['draft.items.map(i, i.price)[0] + 1', 'number'],
    ['draft.items.filter(i, i.price > 1).size() > 1', 'bool'],
    ['draft.urgent ? draft.amount : 0', 'number'],
    ['draft.amount in [1, 2]', 'bool'],
    ['draft.?amount.orValue(0) > 1', 'bool'],
    ['decision.drafting.confidence < 0.8', 'bool'],
    ['unknown.what.ever > 3', 'bool'],
    ['draft.free.anything == 1', 'bool'],
    ['draft.labels.colour == "red"', 'bool'],
    ['draft.either.p > 1', 'bool'],
    ['timestamp(draft.closes) > timestamp("2024-01-01T00:00:00Z")', 'bool'],
    ['"x" + string(draft.amount)', 'string'],
    ['has(draft.account.name)', 'bool'],
    ['cel.bind(t, draft.amount, t > 2)', 'bool'],
    ['{"a": draft.amount}', 'object'],
  ])('%s is sound', (source, type) => expect(checkExpression(source, scope)).toEqual({ ok: true, type }))

  it.each<[string, RegExp]>([
    ['draft.amout > 1', /no field "amout"; the nearest is "amount"/],
    ['draf.amount > 1', /Nothing is named "draf" here; the nearest is "draft"/],
    ['draft.items.all(i, i.prise > 1)', /"prise"; the nearest is "price"/],
    ['draft.account.nme == "x"', /"nme"; the nearest is "name"/],
    ['has(draft.accont)', /"accont"; the nearest is "account"/],
    ['decision.draftin.confidence > 1', /"draftin"; the nearest is "drafting"/],
    ['decision.drafting.sure > 1', /"sure"/],
    ['draft.amount == "x"', /never equal/],
    ['draft.amount > "x"', /never equal or comparable/],
    ['draft.stage == "wonn"', /"wonn" never occurs here.*nearest is "won"/],
    ['draft.account.name == null', /has\(/],
    ['draft.stage + 1', /string\(…\)/],
    ['draft.stage && true', /Each side of "&&" must be a yes or no/],
    ['!draft.stage', /must be a yes or no/],
    ['draft.amount.x', /A number has no field/],
    ['draft.items.price', /A list has no field/],
    ['draft.amount.contains("x")', /must be a text/],
    ['draft.items.all(i, i.price)', /must be a yes or no/],
    ['draft.amount.all(i, true)', /walks over/],
    ['nosuch(draft.amount)', /no matching overload/],
    ['size(draft.amount)', /What size\(\) is given/],
    ['draft.amount ? 1 : 2', /condition before/],
    ['draft.amount >', /too early/],
    ['draft.labels.colour > 1', /never equal or comparable/],
  ])('%s is not', (source, message) => {
    const result = checkExpression(source, scope)
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) as string })
  })

  it('asks for the expected kind', () => {
    expect(checkExpression('draft.amount', scope, 'bool')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/yes or no is needed/) as string,
    })
    expect(checkExpression('draft.urgent', scope, 'bool').ok).toBe(true)
    expect(checkExpression('unknown.x', scope, 'bool').ok).toBe(true)
    expect(checkTemplate('ok {{ draft.amount }} and {{ draft.amout }}', scope)).toEqual({
      message: 'There is no field "amout"; the nearest is "amount"',
      position: 29,
    })
    expect(checkTemplate('ok {{ draft.amount }}', scope)).toBeUndefined()
  })
})

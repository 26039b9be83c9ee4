import { describe, expect, it } from 'vitest'
import { forModels, isStrict } from './strict-schema'

const closed = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

describe('forModels', () => {
  it('takes our own keywords off, wherever they stand, and keeps properties that are named like them', () => {
    const schema = closed({
      'x-ray': { type: 'string', 'x-classification': 'restricted' },
      list: { type: 'array', items: { type: 'string', 'x-categories': ['pii'] } },
      choice: { enum: [{ 'x-kept': 1 }] },
    })
    expect(forModels({ ...schema, $schema: 'https://json-schema.org/draft/2020-12/schema' })).toEqual(
      closed({
        'x-ray': { type: 'string' },
        list: { type: 'array', items: { type: 'string' } },
        choice: { enum: [{ 'x-kept': 1 }] },
      }),
    )
  })
})

describe('isStrict', () => {
  it('accepts closed objects of known keywords', () => {
    expect(isStrict(closed({ a: { type: ['string', 'null'] }, b: closed({ c: { enum: ['x'] } }) }))).toBe(
      true,
    )
    expect(
      isStrict(closed({ a: { type: 'array', items: closed({ n: { type: 'number', minimum: 0 } }) } })),
    ).toBe(true)
  })

  it.each([
    ['a boolean', true],
    ['a root that is no object', { type: 'array', items: { type: 'string' } }],
    ['an optional property', closed({ a: { type: 'string' }, b: { type: 'string' } }, ['a'])],
    ['an open object', { type: 'object', properties: {}, required: [] }],
    ['an open object within', closed({ a: { type: 'object', properties: {}, required: [] } })],
    ['an unknown keyword', closed({ a: { type: 'string', minLength: 1 } })],
    ['a property that says nothing', closed({ a: {} })],
    ['an array of anything', closed({ a: { type: 'array' } })],
    ['oneOf', closed({ a: { oneOf: [{ type: 'string' }] } })],
  ])('refuses %s', (_, schema) => {
    expect(isStrict(schema)).toBe(false)
  })
})

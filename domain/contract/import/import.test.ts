import { describe, expect, it } from 'vitest'
import { evaluateSchema } from '../evaluate'
import { contractFromExample } from './from-example'
import { contractFromSchema } from './from-json-schema'
import { classifyAll } from './classify-all'
import { contractNameFrom, unclassifiedIn } from './imported'
import { object, said } from './testing/say'

describe('a contract from a JSON Schema', () => {
  it('takes 2020-12 as it is, with its name and description', () => {
    const schema = object(
      { id: { type: 'string', format: 'uuid' } },
      { required: ['id'], additionalProperties: false },
    )
    const made = contractFromSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Sales lead',
      ...schema,
    })
    expect(made).toEqual({
      name: 'sales_lead',
      description: '',
      schema: { title: 'Sales lead', ...schema },
      notes: [],
    })
  })

  it('translates what older drafts say otherwise, with the same meaning', () => {
    const old = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      ...object({
        pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
        price: { type: 'number', minimum: 0, exclusiveMinimum: true },
        money: { $ref: '#/definitions/money' },
        a: { type: 'string' },
        b: { type: 'string' },
      }),
      dependencies: { a: ['b'], b: { required: ['pair'] } },
      definitions: { money: { type: 'integer', minimum: 1 } },
    }
    const made = contractFromSchema(old)
    expect(made.notes).toEqual([])
    expect(made.schema).toEqual({
      ...object({
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
        price: { type: 'number', exclusiveMinimum: 0 },
        money: { type: 'integer', minimum: 1 },
        a: { type: 'string' },
        b: { type: 'string' },
      }),
      dependentRequired: { a: ['b'] },
      dependentSchemas: { b: { required: ['pair'] } },
    })
    for (const value of [
      { pair: ['a', 1] },
      { pair: ['a', 1, 2] },
      { price: 0 },
      { price: 0.1 },
      { a: '' },
      { a: '', b: '', pair: [] },
      { b: '' },
      { money: 0 },
    ])
      expect([value, evaluateSchema(made.schema, value)]).toEqual([value, evaluateSchema(old, value)])
  })

  it('says what it cannot take over exactly', () => {
    const made = contractFromSchema({
      $schema: 'http://json-schema.org/draft-07/schema#',
      ...object({
        a: { $ref: '#/definitions/text', minLength: 3, description: 'Kept' },
        b: { type: 'date' },
        c: { type: 'string', pattern: '(' },
        d: { type: 'string', nullable: true, colour: 'red', 'x-classification': 'secret' },
        'e-mail': { type: 'string' },
      }),
      definitions: { text: { type: 'string' } },
    })
    expect(made.schema).toMatchObject(
      object({ a: { type: 'string', description: 'Kept' }, b: {}, c: { type: 'string' } }),
    )
    const notes = said(made)
    for (const word of [
      '/properties/a',
      '“minLength”',
      '"date"',
      'The pattern',
      '“nullable”',
      '“colour”',
      '"secret"',
      '“e-mail”',
    ])
      expect(notes).toContain(word)
    expect(evaluateSchema(made.schema, { a: 'x', b: 7, c: 'x', d: 'x' })).toBe(true)
  })

  it('keeps what contains itself, by name', () => {
    const made = contractFromSchema({
      ...object({ root: { $ref: '#/$defs/part' } }),
      $defs: {
        part: object({ name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#/$defs/part' } } }),
      },
    })
    expect(made.schema['$defs']).toMatchObject({ part: { type: 'object' } })
    expect(evaluateSchema(made.schema, { root: { name: 'a', parts: [{ name: 'b', parts: [] }] } })).toBe(true)
    expect(evaluateSchema(made.schema, { root: { name: 'a', parts: [{ name: 7 }] } })).toBe(false)
  })

  it('makes one group of groups that are put together, where that means the same', () => {
    const made = contractFromSchema({
      allOf: [object({ id: { type: 'string' } }, { required: ['id'] }), object({ name: { type: 'string' } })],
    })
    expect(made.schema).toEqual(
      object({ id: { type: 'string' }, name: { type: 'string' } }, { required: ['id'] }),
    )
    const closed = { allOf: [object({ id: {} }, { additionalProperties: false }), object({ name: {} })] }
    expect(contractFromSchema(closed).schema).toHaveProperty('allOf')
  })

  it('puts what is no object into a field of one', () => {
    const made = contractFromSchema({ type: 'array', items: { type: 'string' } })
    expect(made.schema).toMatchObject(
      object({ items: { type: 'array', items: { type: 'string' } } }, { required: ['items'] }),
    )
    expect(said(made)).toContain('stands in its field “items”')
  })
})

describe('a contract from an example', () => {
  it('says what the example shows, and makes nothing up', () => {
    const made = contractFromExample({
      id: '0e37df36-f698-11e6-8dd4-cb9ced3df976',
      at: '2026-02-28T10:00:00Z',
      day: '2026-02-28',
      mail: 'ada@example.org',
      page: 'https://example.org/a',
      stage: 'open',
      count: 3,
      price: 1.5,
      done: true,
      lines: [
        { sku: 'A', qty: 1 },
        { sku: 'B', note: null },
      ],
      gone: null,
      none: [],
    })
    expect(made.schema['properties']).toEqual({
      id: { type: 'string', format: 'uuid' },
      at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      mail: { type: 'string', format: 'email' },
      page: { type: 'string', format: 'uri' },
      stage: { type: 'string' },
      count: { type: 'integer' },
      price: { type: 'number' },
      done: { type: 'boolean' },
      lines: {
        type: 'array',
        items: object(
          { sku: { type: 'string' }, qty: { type: 'integer' }, note: {} },
          { required: ['sku'], additionalProperties: false },
        ),
      },
      gone: {},
      none: { type: 'array', items: {} },
    })
    expect(said(made)).toContain('/gone It is null')
    expect(said(made)).toContain('/none The list is empty')
  })

  it('reads a list of objects as several examples', () => {
    const made = contractFromExample([
      { a: 1, b: null, c: '2026-01-01' },
      { a: 1.5, b: 'x', c: 'soon' },
    ])
    expect(made.schema).toEqual(
      object(
        { a: { type: 'number' }, b: { type: ['string', 'null'] }, c: { type: 'string' } },
        { required: ['a', 'b', 'c'], additionalProperties: false },
      ),
    )
  })

  it('takes no day for a date that there is not', () => {
    expect(contractFromExample({ day: '2026-02-30' }).schema['properties']).toEqual({
      day: { type: 'string' },
    })
  })

  it('accepts the example, whatever it is', () => {
    for (const value of [
      { a: [1, 'x', { b: null }] },
      { a: [[1], [null]] },
      { a: {} },
      [{ a: 1 }, { a: 'b', c: [] }],
    ])
      for (const one of [value].flat())
        expect(evaluateSchema(contractFromExample(value).schema, one)).toBe(true)
  })
})

describe('what is unclassified', () => {
  const made = contractFromExample({
    name: 'x',
    who: { mail: 'a@b.example' },
    lines: [{ sku: 'A' }],
    tags: ['a'],
  })

  it('is said, and can be classified at once', () => {
    expect(unclassifiedIn(made.schema)).toEqual(['name', 'who.mail', 'lines.*.sku', 'tags'])
    expect(unclassifiedIn(classifyAll(made.schema, 'internal'))).toEqual([])
  })

  it('keeps what is classified already', () => {
    const schema = object({
      a: { type: 'string', 'x-classification': 'restricted' },
      b: true,
      c: { allOf: [object({ d: {} })] },
    })
    const classified = classifyAll(schema, 'public')
    expect(unclassifiedIn(classified)).toEqual([])
    expect(classified['properties']).toMatchObject({
      a: { 'x-classification': 'restricted' },
      b: { 'x-classification': 'public' },
    })
  })

  it('is classified in what is named, too', () => {
    const schema = {
      ...object({ a: { $ref: '#/$defs/a' } }),
      $defs: { a: object({ b: {}, c: { $ref: '#/$defs/c' } }), c: { type: 'string' } },
    }
    expect(unclassifiedIn(classifyAll(schema, 'public'))).toEqual([])
  })
})

it('names are made of what people wrote', () => {
  expect(
    ['createOrder', 'Sales lead!', 'Größe', '9 lives', 'a..b', '', '日本'].map((text) =>
      contractNameFrom(text),
    ),
  ).toEqual(['create_order', 'sales_lead', 'gro_e', 'lives', 'a.b', 'imported', 'imported'])
})

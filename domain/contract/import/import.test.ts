import { describe, expect, it } from 'vitest'
import { BatonError } from '../../problem'
import { evaluateSchema } from '../evaluate'
import type { SchemaObject } from '../json-schema'
import { contractFromExample } from './from-example'
import { contractFromSchema } from './from-json-schema'
import { contractFromOperation } from './from-openapi'
import { classifyAll } from './classify-all'
import { contractNameFrom, unclassifiedIn, type ImportedContract } from './imported'
import { readImport, type ImportSort } from './read-source'

const object = (properties: SchemaObject, more: SchemaObject = {}): SchemaObject => ({
  type: 'object',
  properties,
  ...more,
})
const said = ({ notes }: ImportedContract): string =>
  notes.map(({ pointer, message }) => `${pointer} ${message}`).join('\n')

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof BatonError) return error.message
    throw error
  }
  throw new Error('it was not refused')
}

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

describe('a contract from an OpenAPI operation', () => {
  const api = (version: string, more: object = {}) => ({
    openapi: version,
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          parameters: [
            { $ref: '#/components/parameters/Limit' },
            { name: 'X-Trace', in: 'header', schema: {} },
          ],
          responses: { 200: { $ref: '#/components/responses/Order' }, 204: { description: 'None' } },
        },
        put: {
          operationId: 'replaceOrder',
          summary: 'Replace an order',
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          responses: { default: { content: { 'application/problem+json': { schema: { type: 'object' } } } } },
        },
      },
    },
    components: {
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50 } } },
      responses: {
        Order: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
      },
      schemas: {
        Order: object(
          {
            id: { type: 'string', readOnly: true },
            total: { type: 'number', minimum: 0, exclusiveMinimum: true },
            buyer: { nullable: true, allOf: [{ $ref: '#/components/schemas/Person' }] },
            state: { type: 'string', enum: ['open', 'sent'], nullable: true },
          },
          { required: ['id', 'total'] },
        ),
        Person: object({ name: { type: 'string' } }, { required: ['name'] }),
      },
      ...more,
    },
  })
  const part = (document: object, method: string, id: string): ImportedContract => {
    const source = readImport(JSON.stringify(document))
    if (source.sort !== 'openapi') throw new Error('not read as an API')
    const operation = source.operations.find((one) => one.method === method)
    const chosen = operation?.parts.find((one) => one.id === id)
    if (!operation || !chosen) throw new Error('there is no such part')
    return contractFromOperation(source.document, operation, chosen)
  }

  it('offers the messages that are JSON', () => {
    const source = readImport(JSON.stringify(api('3.0.3')))
    expect(
      source.sort === 'openapi' &&
        source.operations.map(({ method, path, parts }) => [method, path, parts.map(({ id }) => id)]),
    ).toEqual([
      ['get', '/orders/{id}', ['parameters', 'response 200']],
      ['put', '/orders/{id}', ['parameters', 'request', 'response default']],
    ])
  })

  it('takes references over and translates what 3.0 says in its own way', () => {
    const made = part(api('3.0.3'), 'get', 'response 200')
    expect(made.name).toBe('get_orders_id.response')
    expect(made.schema).toEqual(
      object(
        {
          id: { type: 'string', readOnly: true },
          total: { type: 'number', exclusiveMinimum: 0 },
          buyer: object({ name: { type: 'string' } }, { type: ['object', 'null'], required: ['name'] }),
          state: { type: ['string', 'null'], enum: ['open', 'sent', null] },
        },
        { required: ['id', 'total'] },
      ),
    )
  })

  it('leaves out of a request what only a response has', () => {
    const made = part(api('3.0.3'), 'put', 'request')
    expect(made.name).toBe('replace_order.request')
    expect(made.schema['properties']).not.toHaveProperty('id')
    expect(made.schema['required']).toEqual(['total'])
    expect(said(made)).toContain('“id”: of the response only')
  })

  it('makes a group of an operation’s parameters', () => {
    expect(part(api('3.0.3'), 'get', 'parameters').schema).toEqual(
      object(
        { limit: { type: 'integer', maximum: 50 }, id: { type: 'string' } },
        { required: ['id'], additionalProperties: false },
      ),
    )
  })

  it('reads 3.1 as the JSON Schema that it is', () => {
    const document = api('3.1.0', {
      schemas: {
        Order: object({
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          odd: { type: 'string', nullable: true },
        }),
      },
    })
    const made = part(document, 'get', 'response 200')
    expect(made.schema).toEqual(object({ note: { type: ['string', 'null'] }, odd: { type: 'string' } }))
    expect(said(made)).toContain('“nullable”')
  })

  it('reads YAML too, and refuses what is older', () => {
    const yaml = 'openapi: 3.0.0\npaths:\n  /a:\n    get: { responses: {} }\n'
    expect(readImport(yaml)).toMatchObject({ sort: 'openapi', operations: [{ method: 'get', parts: [] }] })
    expect(refusal(() => readImport('{"swagger":"2.0"}'))).toContain('Swagger 2.0 is not read')
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

describe('what is made to harm', () => {
  const deep = (levels: number): string => '{"properties":{"a":'.repeat(levels) + '{}' + '}}'.repeat(levels)
  const bomb = {
    ...object({ a: { $ref: '#/$defs/d0' } }),
    $defs: Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        i === 29
          ? { type: 'string' }
          : object({ a: { $ref: `#/$defs/d${i + 1}` }, b: { $ref: `#/$defs/d${i + 1}` } }),
      ]),
    ),
  }
  const wide = object(Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`f${i}`, {}])))
  it.each<[string, () => unknown, RegExp]>([
    [
      'another document',
      () => contractFromSchema(object({ a: { $ref: 'https://example.org/a.json' } })),
      /not fetched/,
    ],
    ['a file', () => contractFromSchema(object({ a: { $ref: 'other.json#/a' } })), /not fetched/],
    ['nowhere', () => contractFromSchema(object({ a: { $ref: '#/$defs/none' } })), /leads nowhere/],
    [
      'round in a circle',
      () =>
        contractFromSchema({
          ...object({ a: { $ref: '#/$defs/a' } }),
          $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
        }),
      /circle/,
    ],
    ['deep text', () => readImport(deep(50_000)), /nested too deeply/],
    ['deep JSON', () => readImport(deep(300)), /nested too deeply/],
    ['wide', () => contractFromSchema(wide), /too large/],
    ['a forbidden name', () => readImport('{"type":"object","properties":{"__proto__":{}}}'), /__proto__/],
    ['no JSON', () => readImport('{"a": '), /^Line 1/],
    ['no schema', () => contractFromSchema(object({ a: 7 })), /not a schema/],
  ])('%s is refused in words', (_what, work, words) => {
    const began = performance.now()
    expect(refusal(work)).toMatch(words)
    expect(performance.now() - began).toBeLessThan(3000)
  })

  it('a schema that doubles with each reference stays small', () => {
    const began = performance.now()
    expect(JSON.stringify(contractFromSchema(bomb).schema).length).toBeLessThan(200_000)
    expect(performance.now() - began).toBeLessThan(3000)
  })
})

describe('what a pasted text is', () => {
  it.each<[string, ImportSort]>([
    ['{"type":"object","properties":{}}', 'schema'],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema"}', 'schema'],
    ['{"allOf":[{"type":"object"}]}', 'schema'],
    ['{"type":"invoice","items":[{"sku":"A"}]}', 'example'],
    ['{"id":1}', 'example'],
    ['[{"id":1}]', 'example'],
    ['id: 1', 'example'],
  ])('%s', (text, sort) => {
    expect(readImport(text).sort).toBe(sort)
  })

  it('is as somebody says, where they do', () => {
    expect(readImport('{"type":"object","properties":{"a":1}}', 'example').sort).toBe('example')
    expect(refusal(() => readImport('{}', 'openapi'))).toContain('no OpenAPI document')
  })
})

it('names are made of what people wrote', () => {
  expect(
    ['createOrder', 'Sales lead!', 'Größe', '9 lives', 'a..b', '', '日本'].map((text) =>
      contractNameFrom(text),
    ),
  ).toEqual(['create_order', 'sales_lead', 'gro_e', 'lives', 'a.b', 'imported', 'imported'])
})

import { describe, expect, it } from 'vitest'
import { contractFromOperation } from './from-openapi'
import type { ImportedContract } from './imported'
import { readImport } from './read-source'
import { object, refusal, said } from './testing/say'

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

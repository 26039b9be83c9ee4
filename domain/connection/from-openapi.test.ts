import { describe, expect, it } from 'vitest'
import { apiFrom } from './from-openapi'
import { operationProblems } from './operation-problems'
import { prepare } from './prepare'

const YAML = `
openapi: 3.0.3
info: { title: Order desk, version: '2' }
servers: [{ url: https://orders.example/v2 }]
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List the orders
      parameters:
        - { name: state, in: query, schema: { type: string, enum: [open, closed] } }
        - { name: X-Trace, in: header, schema: { type: string } }
      responses:
        '200':
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Order' } }
    post:
      operationId: createOrder
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses:
        '201': { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    put:
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses: { '204': { description: Done } }
    delete:
      summary: Remove an order
      responses: { '204': { description: Done } }
  /files:
    post:
      requestBody:
        content: { multipart/form-data: { schema: { type: object } } }
      responses: { '204': { description: Done } }
  /lost/{gone}:
    get: { responses: {} }
  /elsewhere:
    get:
      responses:
        '200':
          content: { application/json: { schema: { $ref: 'https://evil.example/schema.json' } } }
components:
  schemas:
    Order:
      type: object
      required: [id, total]
      properties:
        id: { type: string }
        total: { type: number, minimum: 0, exclusiveMinimum: true }
        note: { type: string, nullable: true }
`

describe('operations from an OpenAPI document', () => {
  const api = apiFrom(YAML, ['create_order'])
  const at = (method: string, path: string) =>
    api.choices.find((choice) => choice.method === method && choice.path === path)

  it('are named, say what they do to the service, and are sound', () => {
    expect([api.title, api.version, api.servers]).toEqual(['Order desk', '2', ['https://orders.example/v2']])
    expect(
      api.choices.flatMap(({ operation }) =>
        operation ? [[operation.name, operation.effect, operation.idempotent]] : [],
      ),
    ).toEqual([
      ['list_orders', 'read', true],
      ['create_order_2', 'write', false],
      ['put_orders_id', 'write', true],
      ['delete_orders_id', 'write', true],
    ])
    for (const { operation } of api.choices)
      if (operation) expect(operationProblems(operation, 'http')).toEqual([])
  })

  it('bring the schemas along, with references taken over and translated', () => {
    expect(at('GET', '/orders')?.operation?.input).toMatchObject({
      properties: { state: { enum: ['open', 'closed'] } },
      additionalProperties: false,
    })
    expect(at('POST', '/orders')?.operation?.input).toMatchObject({
      properties: { total: { exclusiveMinimum: 0 }, note: { type: ['string', 'null'] } },
      required: ['id', 'total'],
    })
    expect(at('GET', '/orders')?.operation?.output).toMatchObject({ type: 'object', required: ['items'] })
  })

  it('put a body’s fields beside the parameters, or as one where a name would be there twice', () => {
    const create = at('POST', '/orders')?.operation
    const replace = at('PUT', '/orders/{id}')?.operation
    if (!create || !replace) throw new Error('both are there')
    expect(prepare(create, { id: 'O-1', total: 2 })).toMatchObject({
      path: '/orders',
      body: { id: 'O-1', total: 2 },
    })
    expect(prepare(replace, { id: 'O-1', body: { id: 'O-1', total: 2 } })).toMatchObject({
      path: '/orders/O-1',
      body: { id: 'O-1', total: 2 },
    })
  })

  it('say why one cannot be taken: a path nobody describes, a reference to elsewhere', () => {
    expect(at('GET', '/lost/{gone}')).toMatchObject({ problem: expect.stringContaining('{gone}') as string })
    expect(at('GET', '/elsewhere')?.operation).toBeUndefined()
    expect(at('GET', '/elsewhere')?.problem).toBeTruthy()
    expect(at('POST', '/files')).toMatchObject({ problem: expect.stringContaining('not JSON') as string })
  })

  it('are of OpenAPI 3 only', () => {
    expect(() => apiFrom('swagger: "2.0"', [])).toThrow(/Swagger/)
    expect(() => apiFrom('hello: world', [])).toThrow(/no OpenAPI/)
  })
})

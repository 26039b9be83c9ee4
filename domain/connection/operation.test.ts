import { describe, expect, it } from 'vitest'
import { freeName, operationOfTool } from './approval'
import { contractOfAnswer } from './contract-of'
import { CONNECTION_KIND } from './kinds/registry'
import { operationSchema, type Operation } from './operation'
import { operationProblems } from './operation-problems'
import { prepare } from './prepare'
import { ArgumentsError } from './prepared'
import { undoProblems } from './undo-problems'

const made = (request: object, part: object = {}): Operation =>
  operationSchema.parse({
    name: 'one',
    title: 'One',
    effect: 'write',
    input: {
      type: 'object',
      properties: { id: { type: 'string' }, note: { type: 'string' }, limit: { type: 'integer' } },
      required: ['id'],
    },
    request,
    ...part,
  })
const http = (part: object) => made({ kind: 'http', method: 'POST', path: '/orders/{id}', ...part })

describe('what an operation sends', () => {
  it('has each argument where it belongs, and leaves out what is not given', () => {
    const operation = http({ query: ['limit'], body: { fields: ['note'] } })
    expect(prepare(operation, { id: 'O 1', note: 'x', limit: 2 })).toEqual({
      ...{ kind: 'http', method: 'POST', path: '/orders/O%201', query: { limit: '2' } },
      body: { note: 'x' },
    })
    expect(prepare(operation, { id: 'O-1' })).toMatchObject({ query: {}, body: {} })
    expect(prepare(http({ body: { argument: 'note' } }), { id: 'O-1', note: 'x' })).toMatchObject({
      body: 'x',
    })
  })

  it.each(['..', '.', '', '%2e%2e'])('leads nowhere else by an argument in the path: %j', (id) => {
    const sent = () => prepare(http({}), { id })
    if (id === '%2e%2e') expect(sent()).toMatchObject({ path: '/orders/%252e%252e' })
    else expect(sent).toThrow(ArgumentsError)
  })

  it('takes nothing from what every object has', () => {
    const operation = made({ kind: 'http', method: 'GET', path: '/orders/{constructor}' })
    expect(() => prepare(operation, {})).toThrow(ArgumentsError)
  })

  it('keeps parameters apart from a statement, whatever they hold', () => {
    const operation = made({ kind: 'postgres', statement: 'select $1, $2', values: ['id', 'note'] })
    expect(prepare(operation, { id: "' or 1=1 --" })).toMatchObject({
      statement: 'select $1, $2',
      values: ["' or 1=1 --", null],
    })
    expect(prepare(operation, { id: { a: 1 } })).toMatchObject({ values: ['{"a":1}', null] })
    expect(() => prepare(operation, { id: '\0' })).toThrow(ArgumentsError)
  })

  it('is a mail to bare addresses, each once', () => {
    const operation = made({ kind: 'smtp' })
    const mail = {
      to: ' ben@example.com ',
      cc: ['cleo@example.com', 'cleo@example.com'],
      subject: 's',
      text: 't',
    }
    expect(prepare(operation, mail)).toEqual({
      ...{ kind: 'smtp', to: ['ben@example.com'], cc: ['cleo@example.com'] },
      ...{ subject: 's', text: 't' },
    })
    const many = Array.from({ length: 51 }, (_, i) => `a${i}@example.com`)
    expect(() => prepare(operation, { ...mail, to: many })).toThrow(/50/)
  })
})

describe('an operation is refused', () => {
  const said = (operation: Operation, kind = operation.request.kind) =>
    operationProblems(operation, kind).map(({ pointer }) => pointer)

  it.each<[string, Operation, string]>([
    ['with an argument in the path that there is not', http({ path: '/orders/{other}' }), '/request/path'],
    ['with one in the path that may be missing', http({ path: '/{note}' }), '/input'],
    ['as a read that is no GET', http({}), '/effect'],
    ['with a query that takes an unknown argument', http({ query: ['x'] }), '/request/query/0'],
    [
      'with a statement that uses more than it is given',
      made({ kind: 'postgres', statement: 'select $2', values: ['id'] }),
      '/request/statement',
    ],
    [
      'with a second statement',
      made({ kind: 'postgres', statement: 'select 1; drop table x' }),
      '/request/statement',
    ],
    [
      'as a query that does not begin as one',
      made({ kind: 'postgres', statement: 'copy x to program $$sh$$' }, { effect: 'read' }),
      '/request/statement',
    ],
    [
      'that sends a message and calls it a read',
      made({ kind: 'webhook', event: 'deal.won' }, { effect: 'read' }),
      '/effect',
    ],
    [
      'with a schema that is none',
      made({ kind: 'smtp' }, { input: { type: 'object', properties: 1 } }),
      '/input/properties',
    ],
    [
      'that would take itself back',
      made({ kind: 'smtp' }, { undo: { operation: 'one' } }),
      '/undo/operation',
    ],
  ])('%s', (_what, operation, pointer) => {
    expect(said(pointer === '/effect' ? { ...operation, effect: 'read' } : operation)).toContain(pointer)
  })

  it('on a connection of another kind; and not where it is sound', () => {
    expect(said(http({}), 'postgres')).toEqual(['/request/kind'])
    expect(said(http({ body: { fields: ['note'] } }))).toEqual([])
    expect(
      said(
        made(
          { kind: 'postgres', statement: 'with a as (select 1) select * from a where $1', values: ['id'] },
          { effect: 'read' },
        ),
      ),
    ).toEqual([])
  })
})

describe('an undo', () => {
  const others = new Map(
    [
      made({ kind: 'smtp' }, { name: 'take_back' }),
      made({ kind: 'smtp' }, { name: 'look', effect: 'read' }),
    ].map((one) => [one.name, one]),
  )
  const output = { type: 'object', properties: { id: { type: 'string' } } }
  const said = (operation: string, args: Record<string, string>) =>
    undoProblems(made({ kind: 'smtp' }, { output, undo: { operation, arguments: args } }), others).map(
      ({ pointer }) => pointer,
    )

  it('names an operation that writes, and tells it what it takes, from what went in and came back', () => {
    expect(said('take_back', { id: 'answer.id', note: "'was ' + input.note" })).toEqual([])
    expect(undoProblems(made({ kind: 'smtp' }), others)).toEqual([])
  })

  it.each([
    ['take_it', { id: 'answer.id' }, '/undo/operation'],
    ['look', { id: 'answer.id' }, '/undo/operation'],
    ['take_back', {}, '/undo/arguments/id'],
    ['take_back', { id: 'answer.id', why: 'input.note' }, '/undo/arguments/why'],
    ['take_back', { id: 'answer.number' }, '/undo/arguments/id'],
    ['take_back', { id: 'response.id' }, '/undo/arguments/id'],
    ['take_back', { id: 'answer.' }, '/undo/arguments/id'],
  ])('is not declared by %s with %j', (operation, args, pointer) => {
    expect(said(operation, args as Record<string, string>)).toEqual([pointer])
  })
})

describe('a tool of an MCP server', () => {
  const tool = {
    name: 'Find-Account',
    description: 'Finds\u202e\u200b it.',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: true, idempotentHint: true },
  }
  it('counts as writing whatever it says of itself, and shows what a person would not see', () => {
    expect(operationOfTool(tool, 'sha256:1', ['find_account'])).toMatchObject({
      ...{ name: 'find_account_2', effect: 'write', idempotent: false, pin: 'sha256:1' },
      description: 'Finds it.',
    })
  })
  it('has a name of its own', () => {
    expect(freeName('Größe', [])).toBe('gr_e')
    expect(freeName('42', ['operation'])).toBe('operation_2')
  })
})

describe('addresses of each kind', () => {
  it.each([
    ['http', 'https://crm.example/api', true],
    ['http', 'https://user:pw@crm.example', false],
    ['http', 'ftp://crm.example', false],
    ['mcp', 'stdio:files', true],
    ['mcp', 'stdio:/bin/sh', false],
    ['mcp', 'stdio:files --flag', false],
    ['smtp', 'smtps://mail.example', true],
    ['smtp', 'https://mail.example', false],
    ['postgres', 'postgresql://db.example:5432/orders', true],
    ['postgres', 'postgresql://db.example', false],
    ['postgres', 'postgresql://db.example/orders?options=-csearch_path', false],
    ['webhook', 'https://events.example/in?team=desk', true],
  ] as const)('%s %s: %s', (kind, address, fine) => {
    expect(CONNECTION_KIND[kind].addressProblem(address) === undefined).toBe(fine)
  })
})

describe('the contract of an answer', () => {
  it('counts every field as what the connection is cleared for', () => {
    const operation = made(
      { kind: 'smtp' },
      { output: { type: 'object', properties: { id: { type: 'string' } } } },
    )
    expect(contractOfAnswer({ slug: 'order-desk', clearance: 'confidential' }, operation)).toMatchObject({
      name: 'order_desk.one.answer',
      version: 1,
      schema: { properties: { id: { 'x-classification': 'confidential' } } },
    })
    expect(contractOfAnswer({ slug: 'x', clearance: 'internal' }, made({ kind: 'smtp' }))).toBeUndefined()
  })
})

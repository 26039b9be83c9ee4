import { z } from 'zod'
import { labelSchema } from '../../name'
import { HTTP_METHODS, WRITING_METHODS } from '../../connection/kinds/http-request'
import { operationNameSchema } from '../../connection/operation'
import { contractRefSchema } from '../../contract/contract'
import { riskExpression, riskSchema } from '../../effect/risk'
import { slugSchema } from '../slug'
import { common, expressionSchema, templateSchema } from './common'
import { OUT, type Kind, type NodeExpression } from './kind'

const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** One field of the request's body, with how a reviewer reads it. */
const actionFieldSchema = z.object({
  /** Name in the JSON body. */
  name: z.string().regex(FIELD_NAME),
  label: labelSchema(80).default(''),
  /** CEL: the value that is sent. */
  value: expressionSchema,
  /** CEL: the value that stands there now, shown to a reviewer beside the new one. */
  before: expressionSchema.optional(),
  /** Somebody answers for it that it is only read where it arrives: free text may be sent that no person has looked at. */
  readByPeople: z.boolean().optional(),
})

/** The request that takes an effect back, made from what was sent (`input`) and what came back (`answer`). */
const undoSchema = z.object({
  method: z.enum(WRITING_METHODS).default('POST'),
  path: templateSchema.default('/'),
  /** For people: `Put the amount back`. */
  summary: templateSchema.default(''),
  fields: z
    .array(z.object({ name: z.string().regex(FIELD_NAME), value: expressionSchema }))
    .max(40)
    .default([]),
})
export type ActionUndo = z.infer<typeof undoSchema>

/** A call to the outside through a connection. A write is an effect and stands behind a gate. */
export const actionSchema = z.object({
  ...common,
  kind: z.literal('action'),
  connection: slugSchema.optional(),
  /** One of the connection's operations: the fields are its arguments; `method`, `path` and `undo` count for nothing. */
  operation: operationNameSchema.optional(),
  effect: z.enum(['write', 'read']).default('write'),
  method: z.enum(HTTP_METHODS).default('POST'),
  /** Below the connection's base URL, a template. */
  path: templateSchema.default('/'),
  /** What it does, for people: `Update {{ dossier.account.name }}`. */
  summary: templateSchema.default(''),
  fields: z.array(actionFieldSchema).max(40).default([]),
  /** Whether the service honours an Idempotency-Key, so that an unknown outcome may be asked again. */
  idempotent: z.boolean().default(true),
  /**
   * How much may go wrong: with the agent's level it says whether a person is asked. Left out, it is low behind business
   * rules that let it through alone, since they draw the threshold, and else medium.
   */
  risk: riskSchema.optional(),
  /** Of a request of the drawing's own: an operation says itself how it is taken back. */
  undo: undoSchema.optional(),
  accepts: contractRefSchema.optional(),
  /** Contract of the JSON answer. */
  produces: contractRefSchema.optional(),
  retries: z.number().int().min(0).max(10).default(3),
  timeoutSeconds: z.number().int().min(1).max(300).default(20),
})

export type ActionNode = z.infer<typeof actionSchema>

/**
 * Whether an action may change something outside: whatever it is called, only GET is safe (RFC 9110 §9.2.1). Of an
 * operation its connection says so, and the action says the same or is not published (checks/connections.ts).
 */
export const isWrite = ({
  effect,
  method,
  operation,
}: Pick<ActionNode, 'effect' | 'method' | 'operation'>): boolean =>
  effect === 'write' || (operation === undefined && method !== 'GET')

export const actionKind: Kind<ActionNode> = {
  title: 'Action',
  summary: (node, names) =>
    node.connection
      ? `${isWrite(node) ? 'Writes' : 'Reads'} by ${node.operation ?? node.method} over ${names.connection(node.connection) ?? node.connection}`
      : 'No connection chosen',
  defaults: (id, name) => ({
    id,
    name,
    kind: 'action',
    effect: 'write',
    method: 'POST',
    path: '/',
    summary: '',
    fields: [],
    idempotent: true,
    retries: 3,
    timeoutSeconds: 20,
  }),
  ports: () => [OUT],
  takesIn: true,
  isGate: false,
  connection: ({ connection }) => connection,
  isEffect: isWrite,
  writes: ({ produces }) => produces !== undefined,
  produces: ({ produces }) => produces,
  accepts: ({ accepts }) => accepts,
  expressions: ({ path, summary, fields, effect, method, operation, risk, undo }) => [
    ...(operation === undefined
      ? [
          {
            pointer: '/path',
            source: path,
            form: 'template',
            sent: 'address',
            lacking: 'calls no path: write one, or / for the address itself',
          } as const,
        ]
      : []),
    {
      pointer: '/summary',
      source: summary,
      form: 'template',
      lenient: true,
      // What only reads is shown to no reviewer.
      ...(isWrite({ effect, method, operation }) && {
        lacking: 'tells a reviewer nothing: write a sentence on what it does',
      }),
    },
    ...fields.flatMap(({ value, before, readByPeople }, i): NodeExpression[] => [
      {
        pointer: `/fields/${i}/value`,
        source: value,
        form: 'expression',
        sent: readByPeople ? 'prose' : 'value',
      },
      ...(before === undefined
        ? []
        : [{ pointer: `/fields/${i}/before`, source: before, form: 'expression' } as const]),
    ]),
    ...riskRead(risk),
    ...(operation === undefined ? undoReads(undo) : []),
  ],
}

function riskRead(risk: string | undefined): NodeExpression[] {
  const source = riskExpression(risk)
  return source === undefined ? [] : [{ pointer: '/risk', source, form: 'expression', gives: 'string' }]
}

/** What an undo may read: what was sent, and what came back. */
const UNDO_NAMES = ['input', 'answer'] as const

function undoReads(undo: ActionUndo | undefined): NodeExpression[] {
  if (!undo) return []
  const template = (name: 'path' | 'summary'): NodeExpression => ({
    pointer: `/undo/${name}`,
    source: undo[name],
    form: 'template',
    locals: UNDO_NAMES,
    ...(name === 'summary' && { lenient: true }),
  })
  return [
    template('path'),
    template('summary'),
    ...undo.fields.map(({ value }, i): NodeExpression => ({
      pointer: `/undo/fields/${i}/value`,
      source: value,
      form: 'expression',
      locals: UNDO_NAMES,
    })),
  ]
}

import { z } from 'zod'
import { labelSchema } from '../../name'
import { contractRefSchema } from '../../contract/contract'
import { slugSchema } from '../slug'
import { common, expressionSchema, templateSchema } from './common'
import { OUT, type Kind, type NodeExpression } from './kind'

/** One field of the request's body, with how a reviewer reads it. */
const actionFieldSchema = z.object({
  /** Name in the JSON body. */
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  label: labelSchema(80).default(''),
  /** CEL: the value that is sent. */
  value: expressionSchema,
  /** CEL: the value that stands there now, shown to a reviewer beside the new one. */
  before: expressionSchema.optional(),
  /** Somebody answers for it that it is only read where it arrives: free text may be sent that no person has looked at. */
  readByPeople: z.boolean().optional(),
})

/** A call to the outside through a connection. A write is an effect and stands behind a gate. */
export const actionSchema = z.object({
  ...common,
  kind: z.literal('action'),
  connection: slugSchema.optional(),
  effect: z.enum(['write', 'read']).default('write'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  /** Below the connection's base URL, a template. */
  path: templateSchema.default('/'),
  /** What it does, for people: `Update {{ dossier.account.name }}`. */
  summary: templateSchema.default(''),
  fields: z.array(actionFieldSchema).max(40).default([]),
  /** Whether the service honours an Idempotency-Key, so that an unknown outcome may be asked again. */
  idempotent: z.boolean().default(true),
  accepts: contractRefSchema.optional(),
  /** Contract of the JSON answer. */
  produces: contractRefSchema.optional(),
  retries: z.number().int().min(0).max(10).default(3),
  timeoutSeconds: z.number().int().min(1).max(300).default(20),
})

export type ActionNode = z.infer<typeof actionSchema>

/** Whether an action may change something outside: whatever it is called, only GET is safe (RFC 9110 §9.2.1). */
export const isWrite = ({ effect, method }: Pick<ActionNode, 'effect' | 'method'>): boolean =>
  effect === 'write' || method !== 'GET'

export const actionKind: Kind<ActionNode> = {
  title: 'Action',
  summary: ({ connection, method, effect }, names) =>
    connection
      ? `${isWrite({ effect, method }) ? 'Writes' : 'Reads'} by ${method} over ${names.connection(connection) ?? connection}`
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
  expressions: ({ path, summary, fields, effect, method }) => [
    {
      pointer: '/path',
      source: path,
      form: 'template',
      sent: 'address',
      lacking: 'calls no path: write one, or / for the address itself',
    },
    {
      pointer: '/summary',
      source: summary,
      form: 'template',
      lenient: true,
      // What only reads is shown to no reviewer.
      ...(isWrite({ effect, method }) && {
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
  ],
}

import { z } from 'zod'
import { labelSchema, nameSchema } from '../name'
import { httpRequestSchema } from './kinds/http-request'

/** How operations are named in teams and tools: `create_deal`. */
export const operationNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and underscores, starting with a letter')

const jsonSchema = z.record(z.string(), z.unknown())

/** What of an operation belongs to its kind of connection. */
const requestSchema = z.discriminatedUnion('kind', [
  httpRequestSchema,
  z.object({ kind: z.literal('mcp'), tool: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('smtp') }),
  z.object({
    kind: z.literal('postgres'),
    /** One statement; `$1`, `$2`, … stand for the arguments of `values`, in that order. */
    statement: z.string().trim().min(1).max(20_000),
    values: z.array(z.string()).max(60).default([]),
  }),
  z.object({
    kind: z.literal('webhook'),
    /** What the message says it is: `deal.won`. */
    event: z.string().regex(/^[a-z][a-z0-9_.-]{0,79}$/, 'lower-case words, as in deal.won'),
  }),
])
export type OperationRequest = z.infer<typeof requestSchema>

/**
 * One thing that can be asked of a connection, whatever its kind: what goes in, what comes back, and whether it changes
 * anything there. A published version keeps those it names as they stood.
 */
export const operationSchema = z.object({
  name: operationNameSchema,
  title: nameSchema(120),
  description: labelSchema(2000).default(''),
  /** `read` changes nothing outside; only that may be an agent's tool. */
  effect: z.enum(['read', 'write']),
  /** The same call twice with one idempotency key does it once: an unknown outcome may be asked again. */
  idempotent: z.boolean().default(false),
  /** JSON Schema (2020-12) of the arguments, an object. */
  input: jsonSchema,
  /** JSON Schema of the answer, an object; absent where nobody knows. */
  output: jsonSchema.optional(),
  request: requestSchema,
  /** How it is taken back: another operation of the connection, and what that is told, by CEL over `input` and `answer`. */
  undo: z
    .object({
      operation: operationNameSchema,
      arguments: z.record(z.string(), z.string().max(2000)).default({}),
    })
    .optional(),
  /** Of an MCP tool: sha256 over its name, description and schemas as its server described it. */
  pin: z.string().max(80).optional(),
})
export type Operation = z.infer<typeof operationSchema>

/** Names of the arguments, as the schema lists them. */
export function argumentNames({ input }: Pick<Operation, 'input'>): string[] {
  const { properties } = input
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

/** Of these, the ones that must be given. */
export function neededArguments({ input }: Pick<Operation, 'input'>): string[] {
  const { required } = input
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : []
}

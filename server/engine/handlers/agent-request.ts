import type { Contract } from '@/domain/contract/contract'
import { isRecord } from '@/domain/contract/json-schema'
import { compileView } from '@/domain/policy/compile-view'
import type { Sees } from '@/domain/policy/sight'
import { serveView } from '@/domain/policy/serve-view'
import { pointerOf } from '@/domain/pointer'
import { envelopeSchema, type Envelope, type Grounds } from '@/domain/run/step'
import type { Agent } from '@/domain/team/agent'
import { handOnProblems } from '@/server/bounded'
import { z } from 'zod'
import { answerProblems, readJson } from './agent-answer'
import { answerSchema } from './agent-prompt'
import type { Read } from './conversation'

/** An answer within the contract, or in its place a request to the one before. */
export type AnswerOrRequest = { envelope: Envelope } | { request: Record<string, unknown>; grounds: Grounds }

const text = { type: 'string' } as const

/** What a request is made of where a team does not say. */
export const REQUEST_SCHEMA: Record<string, unknown> = {
  type: 'object',
  properties: { what: text, why: text, fields: { type: 'array', items: text } },
  required: ['what', 'why', 'fields'],
  additionalProperties: false,
}

/**
 * Schema of an answer that may be a request. Providers' strict modes know no choice at the root and no optional fields,
 * so both are there and may be null; that exactly one is given is checked by `readAnswerOrRequest`.
 */
export function answerOrRequestSchema(
  contract: Record<string, unknown>,
  request: Record<string, unknown>,
): { [keyword: string]: unknown } {
  const { properties, required, $defs, ...rest } = answerSchema(contract)
  const { output, ...beside } = properties as Record<string, unknown>
  const { $defs: own, $schema: _dialect, $id: _id, ...asked } = apart(request) as Record<string, unknown>
  const definitions = { ...($defs as object | undefined), ...prefixed(own) }
  return {
    ...rest,
    properties: { output: orNull(output), request: orNull(asked), ...beside },
    required: [...(required as string[]), 'request'],
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  }
}

const orNull = (schema: unknown) => ({ anyOf: [schema, { type: 'null' }] })

/** Definitions of two contracts stand side by side at the root: those of the request under names of their own. */
const prefixed = (definitions: unknown): Record<string, unknown> =>
  isRecord(definitions)
    ? Object.fromEntries(Object.entries(definitions).map(([name, part]) => [`request_${name}`, part]))
    : {}

function apart(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(apart)
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === '$ref' && typeof value === 'string'
        ? value.replace(/^#\/\$defs\//, '#/$defs/request_')
        : apart(value),
    ]),
  )
}

const eitherSchema = envelopeSchema.extend({
  output: envelopeSchema.shape.output.nullish(),
  request: z.record(z.string(), z.unknown()).nullish(),
})

/** Reads a model's text as an answer or a request: each held to its own schema. */
export function readAnswerOrRequest(
  said: string,
  contract: Record<string, unknown>,
  request: Record<string, unknown>,
): Read<AnswerOrRequest> {
  const json = readJson(said)
  if (!json.ok) return json
  const read = eitherSchema.safeParse(json.value)
  if (!read.success)
    return {
      ok: false,
      problems: read.error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message })),
    }
  const { output, request: asked, ...grounds } = read.data
  if (output && !asked) {
    const problems = answerProblems(contract, output)
    return problems.length
      ? { ok: false, problems }
      : { ok: true, said: { envelope: { ...grounds, output } } }
  }
  if (!asked || output)
    return {
      ok: false,
      problems: [
        {
          pointer: '',
          message: 'give either `output` or `request`, and null for the other: not both, not neither',
        },
      ],
    }
  const problems = handOnProblems(request, asked).map((problem) => ({
    ...problem,
    pointer: `/request${problem.pointer}`,
  }))
  return problems.length ? { ok: false, problems } : { ok: true, said: { request: asked, grounds } }
}

/**
 * What the one who is asked is told. A request within a contract of its own is shown as far as everybody may see it who
 * works there; in free words it is told as it is.
 * @param readers the agents that may do it
 */
export function sayRequest(
  asked: Record<string, unknown>,
  contract: Contract | undefined,
  readers: readonly Agent[],
  sees: Sees,
): string {
  if (contract) {
    const shown = readers.reduce<Record<string, unknown>>(
      (data, reader) =>
        serveView(
          compileView(
            [{ slot: 'request', schema: contract.schema, contracts: [contract.name] }],
            reader,
            sees,
          ),
          data,
        ).data,
      { request: asked },
    )
    return shown['request'] === undefined
      ? 'More is asked for, but you may not see what. Look again at what you were given, and give all you can.'
      : `This is asked for: ${JSON.stringify(shown['request'])}`
  }
  const { what, why, fields } = asked as { what: string; why: string; fields: string[] }
  const about = fields.length > 0 ? ` It is about: ${fields.join(', ')}.` : ''
  return `This is asked for: ${what} The reason given: ${why}${about}`
}

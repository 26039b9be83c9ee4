import { callTRPCProcedure, TRPCError } from '@trpc/server'
import type { Context } from '@/server/services/context'
import type { ProcedureMeta } from '../init'
import { appRouter } from '../router'

type ProcedureType = 'query' | 'mutation' | 'subscription'

export interface ListedProcedure {
  path: string
  type: ProcedureType
  requires: ProcedureMeta['requires']
}

/** Every procedure there is, from the router's own definition. */
export function allProcedures(): ListedProcedure[] {
  const found = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: ProcedureType; meta?: ProcedureMeta } }
  >
  return Object.entries(flat(found)).map(([path, { _def }]) => ({
    path,
    type: _def.type,
    requires: _def.meta?.requires ?? 'nobody',
  }))
}

interface Defined {
  _def: { type: ProcedureType; meta?: ProcedureMeta }
}

const isProcedure = (value: unknown): value is Defined => typeof value === 'function' && '_def' in value

function flat(record: object, prefix = ''): Record<string, Defined> {
  return Object.assign(
    {},
    ...Object.entries(record).map(([key, value]) =>
      isProcedure(value) ? { [prefix + key]: value } : flat(value as object, `${prefix}${key}.`),
    ),
  ) as Record<string, Defined>
}

/** What came of a call: `OK` with what was answered, or the code and the sentence of the refusal. */
export interface Outcome {
  code: 'OK' | TRPCError['code']
  says: string
  /** As text, everything that was answered. */
  answer: string
}

/** Subscriptions answer at once what happened before; then they wait, which is no refusal. */
const PATIENCE_MS = 400

/** Calls a procedure as the server would for a request, its input already parsed from the wire. */
export async function call(
  { path, type }: Pick<ListedProcedure, 'path' | 'type'>,
  ctx: Context,
  input: unknown,
): Promise<Outcome> {
  const ended = new AbortController()
  try {
    const answer: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx,
      getRawInput: async () => input,
      signal: ended.signal,
      batchIndex: 0,
    })
    const given = type === 'subscription' ? await heard(answer as AsyncIterable<unknown>) : answer
    return { code: 'OK', says: '', answer: asText(given) }
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error
    return { code: error.code, says: error.message, answer: asText(error.cause ?? {}) }
  } finally {
    ended.abort()
  }
}

async function heard(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const iterator = events[Symbol.asyncIterator]()
  const all: unknown[] = []
  const until = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), PATIENCE_MS))
  for (;;) {
    const next = await Promise.race([iterator.next(), until])
    if (next === 'late' || next.done) return all
    all.push(next.value)
  }
}

const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? ''

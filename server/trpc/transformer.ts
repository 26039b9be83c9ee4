import { TRPCError } from '@trpc/server'
import superjson, { type SuperJSONResult } from 'superjson'
import { escapeNames, unescapeNames } from '@/domain/wire-names'

/** An amount in micro-dollars has at most 20, a sign with it. */
const MOST_DIGITS = 21
/** What BigInt takes; reading it takes time by the square of its length. */
const INTEGER = /^\s*(?:[+-]?\d+|0[xob][\da-f]+)\s*$/i

/** superjson, whose reading of what callers send holds up nobody: integers have the length of an amount. */
export const transformer = {
  input: {
    serialize: (value: unknown) => superjson.serialize(escapeNames(value)),
    deserialize(sent: SuperJSONResult): unknown {
      if (hasInteger(sent.meta) && holdsLong(sent.json))
        throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input holds an integer that is too long.' })
      return unescapeNames(superjson.deserialize(sent))
    },
  },
  output: {
    serialize: (value: unknown) => superjson.serialize(escapeNames(value)),
    deserialize: (sent: SuperJSONResult): unknown => unescapeNames(superjson.deserialize(sent)),
  },
}

const hasInteger = (meta: unknown): boolean => some(meta, (text) => text === 'bigint')

const holdsLong = (json: unknown): boolean =>
  some(json, (text) => text.length > MOST_DIGITS && INTEGER.test(text))

/** Whether a text within a JSON value is such; without recursion, as nesting may be deep. */
function some(value: unknown, such: (text: string) => boolean): boolean {
  const left = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string' && such(next)) return true
    if (typeof next === 'object' && next !== null) for (const part of Object.values(next)) left.push(part)
  }
  return false
}

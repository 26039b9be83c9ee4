import { BatonError, type Problem } from './problem'
import { pointerOf } from './pointer'

/** U+0000 and lone surrogates: JSON may hold them, neither PostgreSQL's jsonb nor canonical JSON can. */
// eslint-disable-next-line no-control-regex -- U+0000 is what is looked for
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Deeper than this no contract describes and no person reads; what walks through values does so by recursion. */
export const DEEPEST = 200

/** The JSON Pointer of the first text that cannot be stored, or of what lies too deep; undefined when all can. */
export function findUnstorable(value: unknown): string | undefined {
  return problemIn(value, [], {})?.pointer
}

/** Beyond it, two integers may be one number. */
const LARGEST = Number.MAX_SAFE_INTEGER

interface Rules {
  /** Nothing but what JSON can say, exactly. */
  json?: boolean
  /** No member named `__proto__`: libraries drop it, so that what is stored is not what was sent. */
  names?: boolean
}

/**
 * What keeps a value from outside from being stored as JSON: characters, depth, names, an integer that canonical JSON
 * refuses (RFC 7493, 2.2), or a kind of value that JSON lacks (the wire of the console carries big integers, dates, sets
 * and more). Members that are undefined count as absent.
 */
export function jsonProblem(value: unknown): Problem | undefined {
  return problemIn(value, [], { json: true, names: true })
}

/** As jsonProblem, but for input that may hold dates, big integers and the like where its schema says so. */
export function textProblem(value: unknown): Problem | undefined {
  return problemIn(value, [], { names: true })
}

/**
 * Refuses what comes from outside for what is wrong with it.
 * @param what as a sentence begins that says so, like `The input`
 * @param at where in what was sent the value stands, as a JSON Pointer
 * @throws BatonError invalid
 */
export function refuseUnstorable(problem: Problem | undefined, what: string, at = ''): void {
  if (problem)
    throw new BatonError('invalid', `${what} holds what cannot be stored.`, [
      { ...problem, pointer: at + problem.pointer },
    ])
}

function problemIn(value: unknown, path: string[], rules: Rules): Problem | undefined {
  const problem = (message: string, expected: string): Problem => ({
    pointer: pointerOf(path),
    message,
    expected,
  })
  if (typeof value === 'string') {
    return UNSTORABLE.test(value) ? problem('holds U+0000 or half of a surrogate pair', 'text') : undefined
  }
  if (rules.json && !isJson(value)) return problem('is not a JSON value', 'a JSON value')
  if (rules.json && Number.isInteger(value) && !Number.isSafeInteger(value))
    return problem(`an integer beyond ${LARGEST} cannot be kept exactly: write it as text`, 'text')
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= DEEPEST) return problem('is nested too deeply', `at most ${DEEPEST} levels`)
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key))
      return problem('has a name that holds U+0000 or half of a surrogate pair', 'text')
    if (rules.names && key === '__proto__') return problem('has a member named __proto__', 'another name')
    path.push(key)
    const found = problemIn(inner, path, rules)
    path.pop()
    if (found) return found
  }
  return undefined
}

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value)
    case 'boolean':
    case 'undefined':
      return true
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value)
    default:
      return false
  }
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * JSON from outside with each such character replaced by U+FFFD and what lies too deep by null; the same value when there
 * is neither.
 */
export function storable<T>(value: T): T {
  if (findUnstorable(value) === undefined) return value
  return replaceIn(value, 0) as T
}

function replaceIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(new RegExp(UNSTORABLE, 'g'), '\ufffd')
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [replaceIn(key, depth), replaceIn(inner, depth + 1)]),
  )
}

/** At most `max` UTF-16 units of a text from outside, storable also where the cut tears a pair. */
export const clip = (text: string, max: number): string => storable(text.slice(0, max))

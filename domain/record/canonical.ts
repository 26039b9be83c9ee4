import canonicalize from 'canonicalize'
import { pointerOf } from '@/domain/pointer'

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** Why a value has no one canonical form. */
export type NonJsonReason =
  | 'undefined'
  | 'function'
  | 'symbol'
  | 'bigint'
  | 'not-finite'
  | 'unsafe-integer'
  | 'lone-surrogate'
  | 'not-plain'
  | 'too-deep'

export type NonJson = { reason: NonJsonReason; pointer: string }

export type CanonicalOptions = {
  /** 'safe' (default) refuses integers beyond 2^53-1; 'any' is RFC 8785 to the letter. */
  integers?: 'safe' | 'any'
}

/** Deeper values (and circular ones, which never end) are refused before they exhaust the stack. */
export const MAX_DEPTH = 512

export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError'
  readonly reason: NonJsonReason
  /** RFC 6901 pointer to the offending value; '' is the value itself. */
  readonly pointer: string

  constructor({ reason, pointer }: NonJson) {
    super(`No canonical JSON: ${SENTENCES[reason]} at ${pointer === '' ? 'the root' : pointer}`)
    this.reason = reason
    this.pointer = pointer
  }
}

/**
 * The canonical JSON text of a value: keys sorted by UTF-16 units, shortest numbers, no whitespace.
 * Two values with the same text are the same value; nothing is dropped or converted on the way.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme); the limits on numbers and strings are those of I-JSON,
 * RFC 7493 section 2.1 and 2.2.
 * @throws CanonicalJsonError with a JSON pointer, for anything that JSON cannot say exactly.
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  const fault = findNonJson(value, options)
  if (fault) throw new CanonicalJsonError(fault)
  return canonicalize(value) as string
}

/** The UTF-8 bytes of `canonicalJson` (RFC 8785 section 3.2.4): what is hashed and signed. */
export function canonicalBytes(value: unknown, options: CanonicalOptions = {}): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value, options))
}

/**
 * The first part of a value, in its own order of keys, that JSON cannot say exactly; null when all of it can.
 * The package `canonicalize` alone would turn a Date into a string and drop undefined members.
 */
export function findNonJson(value: unknown, options: CanonicalOptions = {}): NonJson | null {
  return walk(value, options.integers ?? 'safe', 0)
}

const SENTENCES: Record<NonJsonReason, string> = {
  undefined: 'undefined',
  function: 'a function',
  symbol: 'a symbol',
  bigint: 'a bigint (write it as a string)',
  'not-finite': 'NaN or an infinity',
  'unsafe-integer': 'an integer beyond 2^53-1 (write it as a string)',
  'lone-surrogate': 'a string with a lone surrogate',
  'not-plain': 'a Date or other class instance',
  'too-deep': `nesting beyond ${MAX_DEPTH} levels, or a circle,`,
}

function walk(value: unknown, integers: 'safe' | 'any', depth: number): NonJson | null {
  switch (typeof value) {
    case 'boolean':
      return null
    case 'string':
      return hasLoneSurrogate(value) ? here('lone-surrogate') : null
    case 'number':
      if (!Number.isFinite(value)) return here('not-finite')
      if (integers === 'safe' && Number.isInteger(value) && !Number.isSafeInteger(value))
        return here('unsafe-integer')
      return null
    case 'object':
      return value === null ? null : walkObject(value, integers, depth)
    default:
      return here(typeof value as NonJsonReason)
  }
}

function walkObject(value: object, integers: 'safe' | 'any', depth: number): NonJson | null {
  if (depth >= MAX_DEPTH) return here('too-deep')
  if (Object.getOwnPropertySymbols(value).length > 0) return here('symbol')
  const keys = Object.keys(value)
  if (Array.isArray(value)) {
    // A subclass may bring its own toJSON, and named members of an array would be lost.
    if (isSubclass(value) || keys.length > value.length) return here('not-plain')
    for (let i = 0; i < value.length; i++) {
      const fault = walk(value[i], integers, depth + 1)
      if (fault) return { reason: fault.reason, pointer: pointerOf([i]) + fault.pointer }
    }
    return null
  }
  if (!isPlain(value)) return here('not-plain')
  for (const key of keys) {
    const fault = hasLoneSurrogate(key)
      ? here('lone-surrogate')
      : walk((value as Record<string, unknown>)[key], integers, depth + 1)
    if (fault) return { reason: fault.reason, pointer: pointerOf([key]) + fault.pointer }
  }
  return null
}

const here = (reason: NonJsonReason): NonJson => ({ reason, pointer: '' })

const hasLoneSurrogate = (text: string): boolean => !text.isWellFormed()

/** Made by a literal, JSON.parse or Object.create(null), in this realm or another (a worker, an iframe). */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf')
}

/** Array.prototype is itself an array, in every realm; the prototype of a subclass is not. */
function isSubclass(value: unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return !Array.isArray(prototype)
}

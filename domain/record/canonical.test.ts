import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalJson, CanonicalJsonError, MAX_DEPTH } from '@/domain/record/canonical'
import { digestOf } from '@/domain/record/digest'

const vectors = new URL('testing/vectors/jcs.json', import.meta.url)

describe('RFC 8785 vectors', () => {
  const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as {
    cases: { id: string; input: string; canonical: string }[]
  }

  it.each(cases)('$id', ({ input, canonical }) => {
    expect(canonicalJson(JSON.parse(input), { integers: 'any' })).toBe(canonical)
    expect(canonicalJson(JSON.parse(canonical), { integers: 'any' })).toBe(canonical)
  })

  it('holds the integer that only the letter of the RFC allows', () => {
    const { input } = cases.find(({ id }) => id === 'values') as { input: string }
    expect(refusal(JSON.parse(input))).toEqual(['unsafe-integer', '/numbers/1'])
  })
})

/** RFC 8785 appendix B: IEEE 754 bits and their text. */
const NUMBERS: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
]

it.each(NUMBERS)('writes the double %s as %s', (bits, text) => {
  const value = Buffer.from(bits, 'hex').readDoubleBE()
  expect(canonicalJson(value, { integers: 'any' })).toBe(text)
})

function refusal(value: unknown): [string, string] | null {
  try {
    canonicalJson(value)
    return null
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error
    return [error.reason, error.pointer]
  }
}

describe('what JSON cannot say exactly is refused, with a pointer', () => {
  class Money {
    cents = 1
  }
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  it.each<[string, unknown, string, string]>([
    ['undefined', undefined, 'undefined', ''],
    ['an undefined member', { a: { b: undefined } }, 'undefined', '/a/b'],
    ['an undefined item', [1, undefined], 'undefined', '/1'],
    ['a hole', Array(1), 'undefined', '/0'],
    ['a Date', { at: new Date(0) }, 'not-plain', '/at'],
    ['a class instance', [{ price: new Money() }], 'not-plain', '/0/price'],
    ['a Map', new Map(), 'not-plain', ''],
    ['bytes', { b: new Uint8Array(1) }, 'not-plain', '/b'],
    ['a boxed number', Object(1), 'not-plain', ''],
    ['an object with a prototype of its own', Object.create({ a: 1 }), 'not-plain', ''],
    ['an object without Object', Object.create(Object.create(null)), 'not-plain', ''],
    ['an array with a name', Object.assign([1], { extra: 1 }), 'not-plain', ''],
    ['an array subclass', new (class extends Array<number> {})(), 'not-plain', ''],
    ['a function', { f: () => 1 }, 'function', '/f'],
    ['toJSON', { toJSON: () => 'other' }, 'function', '/toJSON'],
    ['a symbol', [Symbol('s')], 'symbol', '/0'],
    ['a symbol key', { [Symbol('s')]: 1 }, 'symbol', ''],
    ['a bigint', { n: 1n }, 'bigint', '/n'],
    ['NaN', { 'a/b~c': NaN }, 'not-finite', '/a~1b~0c'],
    ['Infinity', [-Infinity], 'not-finite', '/0'],
    ['2^53', [2 ** 53], 'unsafe-integer', '/0'],
    ['-2^53', -(2 ** 53), 'unsafe-integer', ''],
    ['a high surrogate alone', { s: 'a\ud800b' }, 'lone-surrogate', '/s'],
    ['a low surrogate alone', '\udc00', 'lone-surrogate', ''],
    ['surrogates the wrong way round', '\udc00\ud800', 'lone-surrogate', ''],
    ['a lone surrogate in a key', { '\ud800': 1 }, 'lone-surrogate', '/\ud800'],
    ['a circle', circle, 'too-deep', '/self'.repeat(MAX_DEPTH)],
  ])('%s', (_, value, reason, pointer) => {
    expect(refusal(value)).toEqual([reason, pointer])
  })
})

it('takes what is exact', () => {
  expect(canonicalJson(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991')
  expect(canonicalJson('\ud83d\ude02')).toBe('"😂"')
  expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}')
  expect(canonicalJson(runInNewContext('({ b: [1], a: {} })'))).toBe('{"a":{},"b":[1]}')
  expect(canonicalJson(JSON.parse('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}')
  expect([...canonicalBytes('é')]).toEqual([0x22, 0xc3, 0xa9, 0x22])
})

const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => refusal(value) === null)

it('is a function of the value alone, and loses nothing', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(digestOf(shuffled(value))).toBe(digestOf(value))
    }),
  )
})

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  )
}

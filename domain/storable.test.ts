import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './record/canonical'
import { DEEPEST, findUnstorable, jsonProblem, storable, textProblem } from './storable'

describe('storable', () => {
  it('names the place of what cannot be stored, and leaves the rest as it is', () => {
    expect(findUnstorable({ a: [{ 'b/c': 'x\u0000' }] })).toBe('/a/0/b~1c')
    expect(findUnstorable({ a: '\ud800' })).toBe('/a')
    const fine = { a: ['😀', 1, null] }
    expect(storable(fine)).toBe(fine)
  })

  it('ends at a depth that no contract describes, however deep the value is', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    expect(findUnstorable(deep)).toBe('/0'.repeat(DEEPEST))
    expect(findUnstorable(storable(deep))).toBeUndefined()
    const fine = JSON.parse(`${'['.repeat(DEEPEST)}${']'.repeat(DEEPEST)}`) as unknown
    expect(jsonProblem(fine)).toBeUndefined()
  })

  it('tells what JSON cannot say from what it can', () => {
    for (const value of [1n, NaN, Infinity, new Date(), new Map(), new Set(), Symbol('x'), () => 1, /x/])
      expect(jsonProblem({ a: [value] })).toMatchObject({ pointer: '/a/0', message: 'is not a JSON value' })
    expect(jsonProblem({ a: undefined, b: [null, 1.5, true, 'x', {}] })).toBeUndefined()
    expect(textProblem({ since: new Date(), least: 1n })).toBeUndefined()
    expect(jsonProblem(JSON.parse('{"a":{"__proto__":1}}'))).toMatchObject({ pointer: '/a' })
    expect(textProblem({ id: 'run_\u0000' })).toMatchObject({ pointer: '/id' })
  })

  it('refuses an integer that is not kept exactly, and takes the largest that is', () => {
    for (const value of [2 ** 53, -(2 ** 53), 1e20])
      expect(jsonProblem({ a: [value] })).toMatchObject({
        pointer: '/a/0',
        message: 'an integer beyond 9007199254740991 cannot be kept exactly: write it as text',
      })
    expect(jsonProblem([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e15 + 0.5])).toBeUndefined()
  })

  it('makes any JSON canonical', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(findUnstorable(storable(value))).toBeUndefined()
        expect(() => canonicalJson(storable(value), { integers: 'any' })).not.toThrow()
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './record/canonical'
import { findUnstorable, storable } from './storable'

describe('storable', () => {
  it('names the place of what cannot be stored, and leaves the rest as it is', () => {
    expect(findUnstorable({ a: [{ 'b/c': 'x\u0000' }] })).toBe('/a/0/b~1c')
    expect(findUnstorable({ a: '\ud800' })).toBe('/a')
    const fine = { a: ['😀', 1, null] }
    expect(storable(fine)).toBe(fine)
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

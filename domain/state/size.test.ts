import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitsIn } from './size'

it('counts what JSON takes, for values without escapes to within a comma for each member', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', ' ') })
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      plain,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(plain, tie('value'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(value, (json) => {
      const length = JSON.stringify(json).length
      const commas = JSON.stringify(json).match(/[,[{]/g)?.length ?? 0
      expect(fitsIn(json, length - 1 - commas)).toBe(false)
      expect(fitsIn(json, length + commas)).toBe(true)
    }),
  )
})

it('stops looking where there is too much', () => {
  const looked: number[] = []
  const items = Array.from({ length: 100 }, (_, i) =>
    Object.defineProperty({}, 'text', {
      enumerable: true,
      get: () => (looked.push(i), 'x'.repeat(100)),
    }),
  )
  expect(fitsIn(items, 1000)).toBe(false)
  expect(looked.length).toBeLessThan(12)
})

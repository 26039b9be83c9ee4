import fc from 'fast-check'
import superjson from 'superjson'
import { expect, it } from 'vitest'
import { escapeNames, unescapeNames } from './wire-names'

const carried = (value: unknown): unknown =>
  unescapeNames(
    superjson.deserialize(JSON.parse(JSON.stringify(superjson.serialize(escapeNames(value)))) as never),
  )

it('carries members of any name', () => {
  const names = fc.constantFrom(
    'constructor',
    'prototype',
    '~constructor',
    '~~prototype',
    '~',
    'a',
    'toString',
  )
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(1, 'constructor', null, true, new Date(5), 12n),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(names, tie('node'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).node
  fc.assert(
    fc.property(value, (one) => {
      expect(carried(one)).toEqual(one)
    }),
  )
})

it('is what superjson alone does not do', () => {
  expect(() => superjson.serialize({ constructor: 1 })).toThrow(/constructor/)
})

it('keeps a member named __proto__ a member', () => {
  const value: unknown = JSON.parse('{"a":{"__proto__":{"x":1}}}')
  const back = carried(value) as { a: object }
  expect(Object.keys(back.a)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(back.a)).toBe(Object.prototype)
})

it('leaves a value without such names as it is, and takes any depth', () => {
  const plain = { a: [{ b: new Date(5) }] }
  expect(escapeNames(plain)).toBe(plain)
  let deep: unknown = { constructor: 1 }
  for (let i = 0; i < 100_000; i++) deep = [deep]
  expect(() => unescapeNames(escapeNames(deep))).not.toThrow()
})

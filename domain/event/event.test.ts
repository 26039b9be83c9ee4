import { expect, it } from 'vitest'
import { eventKey } from './event'

it.each([
  ['A-7', 'A-7'],
  [' A-7 ', 'A-7'],
  [7, '7'],
  [7.5, '7.5'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [12345678901234567001n, '12345678901234567001'],
])('%s is the key %s', (value, key) => {
  expect(eventKey(value)).toBe(key)
})

it.each(['', '  ', 'x'.repeat(201), Number.NaN, Infinity, 2 ** 53, -(2 ** 60), null, true, {}])(
  '%s is no key',
  (value) => {
    expect(eventKey(value)).toBeUndefined()
  },
)

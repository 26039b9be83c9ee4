import { expect, it } from 'vitest'
import { formatPrice, readPrice, showPrice } from './price'

it.each([
  ['2.50', 2_500_000n],
  ['$2.5', 2_500_000n],
  ['2,5', 2_500_000n],
  ['0', 0n],
  [' 0.000001 ', 1n],
  ['', null],
  ['2.5000001', undefined],
  ['-1', undefined],
  ['two', undefined],
  ['1e3', undefined],
])('%s is %s micro-dollars', (text, micros) => expect(readPrice(text)).toBe(micros))

it.each([
  [2_500_000n, '2.5'],
  [150_000n, '0.15'],
  [1n, '0.000001'],
  [15_000_000n, '15'],
  [null, ''],
])('%s reads %s and back', (micros, text) => {
  expect(showPrice(micros)).toBe(text)
  expect(readPrice(text)).toBe(micros)
})

it.each([
  [0n, '$0.00'],
  [150_000n, '$0.15'],
  [75_000n, '$0.075'],
  [2_500_000n, '$2.50'],
])('%s is shown as %s', (micros, text) => expect(formatPrice(micros)).toBe(text))

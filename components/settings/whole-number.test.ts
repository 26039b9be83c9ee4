import { expect, it } from 'vitest'
import { readLimit, showLimit } from './whole-number'

it.each([
  ['60', 60],
  [' 1,200 ', 1200],
  ['1 200', 1200],
  ['', null],
  ['  ', null],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['many', undefined],
  ['99999999999', undefined],
])('reads %j', (text, limit) => expect(readLimit(text)).toBe(limit))

it('shows what it reads', () => {
  expect(showLimit(90_000)).toBe('90,000')
  expect(readLimit(showLimit(90_000))).toBe(90_000)
  expect(showLimit(null)).toBe('')
})

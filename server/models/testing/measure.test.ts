import { expect, it } from 'vitest'
import { mostAtOnce, mostWithin } from './measure'
import type { Seen } from './scripted-server'

const call = (at: number, endedAt?: number, tokens = 1): Seen => ({
  model: 'm',
  key: '',
  body: {},
  at,
  tokens,
  ...(endedAt !== undefined && { endedAt }),
})

it('counts what overlaps, and calls that never end', () => {
  expect(mostAtOnce([])).toBe(0)
  expect(mostAtOnce([call(0, 10), call(10, 20), call(20, 30)])).toBe(1)
  expect(mostAtOnce([call(0, 10), call(5, 20), call(6, 7), call(30)])).toBe(3)
  expect(mostAtOnce([call(0), call(100)])).toBe(2)
})

it('finds the fullest window, wherever it begins', () => {
  const seen = [call(0), call(59), call(60), call(61, undefined, 7), call(119)]
  expect(mostWithin(seen, 60)).toBe(3)
  expect(mostWithin(seen, 10)).toBe(3)
  expect(mostWithin(seen, 60, ({ tokens }) => tokens)).toBe(9)
})

import { expect, it } from 'vitest'
import { retryAfterMs } from './retry-after'

const NOW = Date.UTC(2026, 0, 1)
const later = (ms: number) => new Date(NOW + ms).toUTCString()

it.each([
  ['milliseconds before all else', { 'retry-after-ms': '12.2', 'retry-after': '9' }, 13],
  ['seconds', { 'retry-after': '7' }, 7000],
  ['a date, by our clock', { 'retry-after': later(5000) }, 5000],
  ['a date, by their own clock', { date: later(60_000), 'retry-after': later(65_000) }, 5000],
  ['a date that is over', { 'retry-after': later(-5000) }, undefined],
  ['no time at all', { 'retry-after': 'soon' }, undefined],
  ['a negative time', { 'retry-after': '-1' }, undefined],
  ['nothing', {}, undefined],
  ['what is blank', { 'retry-after-ms': '', 'retry-after': ' ' }, undefined],
  ['blank milliseconds as none', { 'retry-after-ms': ' ', 'retry-after': '7' }, 7000],
  ['negative milliseconds as none', { 'retry-after-ms': '-1', 'retry-after': '7' }, 7000],
  ['a nought', { 'retry-after-ms': '0' }, 0],
])('reads %s', (_, headers: Record<string, string>, expected) => {
  expect(retryAfterMs((name) => headers[name], NOW)).toBe(expected)
})

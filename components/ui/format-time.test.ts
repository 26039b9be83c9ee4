import { describe, expect, it } from 'vitest'
import { formatCoarse, formatDuration, formatRelative, formatUtc } from './format-time'

const s = 1000
const m = 60 * s
const h = 60 * m
const d = 24 * h

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [420, '420 ms'],
    [999.4, '999 ms'],
    [9 * s, '9 s'],
    [59.6 * s, '1m 00s'],
    [64 * s, '1m 04s'],
    [18 * m + 20 * s, '18m 20s'],
    [2 * h + 5 * m, '2h 05m'],
    [3 * d + 4 * h, '3d 04h'],
    [-1, '–'],
    [Number.NaN, '–'],
  ])('%d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))
})

describe('formatCoarse', () => {
  it.each([
    [40 * s, '40s'],
    [4 * m + 59 * s, '4m'],
    [2 * h + 54 * m, '2h 54m'],
    [5 * h, '5h'],
    [3 * d + 9 * h, '3d'],
  ])('%d ms as %s', (ms, text) => expect(formatCoarse(ms)).toBe(text))
})

describe('formatRelative', () => {
  const now = Date.UTC(2026, 10, 19, 14, 32)
  it.each([
    [2 * s, 'just now'],
    [-2 * s, 'just now'],
    [-4 * m, '4m ago'],
    [2 * h + 54 * m, 'in 2h 54m'],
    [-8 * d, '11 Nov 2026'],
  ])('%d ms from now as %s', (distance, text) =>
    expect(formatRelative(new Date(now + distance), now)).toBe(text),
  )

  it('has the exact UTC beside it', () => {
    expect(formatUtc(new Date(now))).toBe('2026-11-19 14:32:00 UTC')
  })
})

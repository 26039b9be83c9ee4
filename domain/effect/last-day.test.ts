import { describe, expect, test } from 'vitest'
import { endOfDay, lastDayBefore } from './last-day'

describe('the last day', () => {
  test.each([
    ['2026-11-30', 'UTC', '2026-12-01T00:00:00.000Z'],
    ['2026-11-30', 'Europe/Berlin', '2026-11-30T23:00:00.000Z'],
    ['2026-11-30', 'America/Los_Angeles', '2026-12-01T08:00:00.000Z'],
    ['2026-11-30', 'Pacific/Auckland', '2026-11-30T11:00:00.000Z'],
    // The night in which the clock is put on, and one that has no midnight.
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-09-05', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s in %s is over at %s', (day, zone, end) => {
    expect(endOfDay(day, zone).toISOString()).toBe(end)
    expect(lastDayBefore(new Date(end), zone)).toBe(day)
  })
})

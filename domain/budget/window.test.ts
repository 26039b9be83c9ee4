import { describe, expect, it } from 'vitest'
import { windowOf, windowOfBudget } from './window'

describe('windowOf', () => {
  const newYear = new Date('2026-12-31T23:30:00Z')

  it.each([
    ['UTC', '2026-12-31', '2026-12'],
    ['Europe/Berlin', '2027-01-01', '2027-01'],
    ['America/New_York', '2026-12-31', '2026-12'],
    ['Pacific/Kiritimati', '2027-01-01', '2027-01'],
  ])('takes day and month as lived in %s', (zone, day, month) => {
    expect(windowOf('day', newYear, zone, 'run_1')).toBe(day)
    expect(windowOf('month', newYear, zone, 'run_1')).toBe(month)
  })

  it('changes at local midnight on the days the clock changes', () => {
    const at = (text: string) => windowOf('day', new Date(text), 'Europe/Berlin', 'r')
    expect([at('2026-03-28T22:59:59Z'), at('2026-03-28T23:00:00Z')]).toEqual(['2026-03-28', '2026-03-29'])
    expect([at('2026-03-29T21:59:59Z'), at('2026-03-29T22:00:00Z')]).toEqual(['2026-03-29', '2026-03-30'])
  })

  it('gives a run its own window, and none outside a run', () => {
    expect(windowOf('run', newYear, 'UTC', 'run_1')).toBe('run:run_1')
    expect(windowOf('run', newYear, 'UTC')).toBeUndefined()
    expect(windowOf('day', newYear, 'UTC')).toBe('2026-12-31')
  })

  it('refuses what is no zone and no time', () => {
    expect(() => windowOf('day', newYear, 'Mars/Olympus', 'r')).toThrow(RangeError)
    expect(() => windowOf('day', new Date(Number.NaN), 'UTC', 'r')).toThrow(RangeError)
  })
})

describe('windowOfBudget', () => {
  const at = new Date('2026-12-31T16:00:00Z')

  it('runs by a zone of the budget’s own, which stands in its name', () => {
    const own = (period: 'run' | 'day' | 'month') =>
      windowOfBudget({ period, timeZone: 'Asia/Tokyo' }, at, 'UTC', 'run_1')
    expect([own('day'), own('month'), own('run')]).toEqual([
      '2027-01-01@Asia/Tokyo',
      '2027-01@Asia/Tokyo',
      'run:run_1',
    ])
  })

  it('runs by the workspace’s where it has none', () => {
    expect(windowOfBudget({ period: 'day', timeZone: null }, at, 'UTC')).toBe('2026-12-31')
    expect(windowOfBudget({ period: 'run', timeZone: 'Asia/Tokyo' }, at, 'UTC')).toBeUndefined()
  })
})

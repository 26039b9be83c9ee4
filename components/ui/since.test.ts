import { describe, expect, it } from 'vitest'
import { sinceOf } from './since'

const NOW = Date.parse('2026-03-10T05:30:42.500Z')

describe('when a span of time began', () => {
  it.each([
    ['today', 'UTC', '2026-03-10T00:00:00.000Z'],
    ['today', 'Asia/Tokyo', '2026-03-09T15:00:00.000Z'],
    ['today', 'America/Los_Angeles', '2026-03-09T07:00:00.000Z'],
    ['today', 'Asia/Kolkata', '2026-03-09T18:30:00.000Z'],
    ['24h', 'Asia/Tokyo', '2026-03-09T05:30:00.000Z'],
    ['7d', 'UTC', '2026-03-03T05:30:00.000Z'],
    ['30d', 'UTC', '2026-02-08T05:30:00.000Z'],
  ] as const)('%s in %s', (span, timeZone, since) => {
    expect(sinceOf(span, timeZone, NOW).toISOString()).toBe(since)
  })
})

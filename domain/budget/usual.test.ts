import { describe, expect, it } from 'vitest'
import { DEFAULT_GUARD, LEAST_RUNS, usualOf } from './usual'

const runs = (...costs: number[]): bigint[] =>
  Array.from({ length: LEAST_RUNS }, (_, i) => BigInt(costs[i % costs.length] ?? 0))

describe('what is usual', () => {
  it('is the median and 3.5 robust deviations over it', () => {
    // 10 each of 900 000 and 1 100 000: median 1 000 000, deviation 100 000, and 3.5 · 100 000 / 0.6745 = 518 903.
    const guard = { ...DEFAULT_GUARD, times: 10 }
    expect(usualOf(runs(900_000, 1_100_000), guard)).toEqual({
      runs: 20,
      medianMicros: 1_000_000n,
      limitMicros: BigInt(Math.ceil(1_000_000 + (10 * 100_000) / 0.6745)),
    })
  })

  it('is twice the median at least, however alike runs are', () => {
    expect(usualOf(runs(300_000), DEFAULT_GUARD)?.limitMicros).toBe(600_000n)
    expect(usualOf(runs(900_000, 1_100_000), DEFAULT_GUARD)?.limitMicros).toBe(2_000_000n)
  })

  it('is no less than what a person’s minute is worth', () => {
    expect(usualOf(runs(400), DEFAULT_GUARD)?.limitMicros).toBe(100_000n)
    expect(usualOf(runs(400), { ...DEFAULT_GUARD, leastMicros: '0' })?.limitMicros).toBe(800n)
  })

  it('is not moved by single runs that were very dear', () => {
    const dear = [...runs(300_000), 900_000_000n, 800_000_000n]
    expect(usualOf(dear, DEFAULT_GUARD)?.limitMicros).toBe(600_000n)
  })

  it('is not known of a few runs, and not asked where the guard is off', () => {
    expect(usualOf(runs(300_000).slice(1), DEFAULT_GUARD)).toBeUndefined()
    expect(usualOf(runs(300_000), { ...DEFAULT_GUARD, on: false })).toBeUndefined()
  })
})

import { z } from 'zod'
import type { Micros } from './money'

/** When a run costs so much more than its runs do that a person is asked whether it should go on. */
export const costGuardSchema = z.object({
  on: z.boolean(),
  /** How far from the median, in robust standard deviations, a run is taken to be out of its distribution. */
  times: z.number().min(1).max(100),
  /** A run that costs less is never stopped: micro-dollars as a decimal text. */
  leastMicros: z.string().regex(/^[0-9]{1,15}$/),
})
export type CostGuard = z.infer<typeof costGuardSchema>

/**
 * 3.5 is where Iglewicz and Hoaglin call a value an outlier by its modified z-score ("How to Detect and Handle Outliers",
 * ASQC Basic References in Quality Control 16, 1993, p. 11). A dime is less than the minute of a person that asking takes.
 */
export const DEFAULT_GUARD: CostGuard = { on: true, times: 3.5, leastMicros: '100000' }

/** Runs that are looked at: the latest. */
export const LOOKED_AT = 100
/** Before so many have ended nothing can be said of what is usual. */
export const LEAST_RUNS = 20

/** The standard deviation of a normal distribution is its median absolute deviation over this: the normal's 3rd quartile. */
const NORMAL_QUARTILE = 0.6745

/** What runs cost, and from where on one is out of the ordinary. */
export interface Usual {
  /** How many runs it is taken from. */
  runs: number
  medianMicros: Micros
  /** A run that has spent more is out of their distribution. */
  limitMicros: Micros
}

/**
 * The median of what runs cost plus `times` robust standard deviations (the median absolute deviation over 0.6745). Where
 * they are all but alike that is next to nothing, so it is twice the median at least, and the guard's least.
 * @param spent of runs of one version in one environment that ended well
 * @returns undefined where the guard is off, or there are too few
 */
export function usualOf(spent: readonly Micros[], guard: CostGuard): Usual | undefined {
  if (!guard.on || spent.length < LEAST_RUNS) return undefined
  const costs = spent.map(Number)
  const median = medianOf(costs)
  const deviation = medianOf(costs.map((cost) => Math.abs(cost - median)))
  const limit = Math.max(
    median + (guard.times * deviation) / NORMAL_QUARTILE,
    2 * median,
    Number(guard.leastMicros),
  )
  return {
    runs: spent.length,
    medianMicros: BigInt(Math.round(median)),
    limitMicros: BigInt(Math.ceil(limit)),
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

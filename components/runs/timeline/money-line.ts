import type { RunCall } from '../run-types'
import type { Axis } from './axis'

/** What had been spent by when: a step upwards at the end of each call. Coordinates are 0 to 1, y downwards. */
export function moneyLine(
  calls: readonly RunCall[],
  axis: Axis,
  until: number,
): { path: string; total: bigint } {
  const paid = calls
    .filter(({ costMicros, endedAt }) => costMicros > 0n && endedAt !== null)
    .map(({ costMicros, endedAt }) => ({ micros: costMicros, at: endedAt?.getTime() ?? 0 }))
    .sort((a, b) => a.at - b.at)
  const total = paid.reduce((sum, { micros }) => sum + micros, 0n)
  if (total === 0n) return { path: '', total }
  let sum = 0n
  const steps = paid.map(({ micros, at }) => {
    sum += micros
    return `H${round(axis.at(at))}V${round(1 - Number(sum) / Number(total))}`
  })
  return { path: `M0 1${steps.join('')}H${round(axis.at(until))}`, total }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4

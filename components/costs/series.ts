import type { Series, Summary } from './cost-types'
import { dayOf } from './month'

const SHOWN = 4
const OTHERS = 'others'

export interface Stack {
  /** Biggest first; the fifth gathers the rest. */
  series: Series[]
  /** By day: micro-dollars of each series, in their order. */
  days: Map<string, number[]>
}

/** Names of what carries no name of its own. */
const UNNAMED: Record<Summary['by'], string> = {
  agent: 'no agent, tried by hand',
  team: 'no team, tried by hand',
  model: 'no model',
  outcome: 'no run, tried by hand',
}

/** The four biggest groups and what is left, by day. */
export function stackOf(summary: Summary, nameOf: (key: string) => string): Stack {
  const named = summary.groups.map((group): Series => ({
    ...group,
    label: group.key === 'none' ? UNNAMED[summary.by] : nameOf(group.key),
  }))
  const rest = named.slice(SHOWN)
  const series =
    rest.length < 2
      ? named
      : [
          ...named.slice(0, SHOWN),
          {
            key: OTHERS,
            label: `${rest.length} others`,
            micros: rest.reduce((sum, { micros }) => sum + micros, 0n),
            calls: rest.reduce((sum, { calls }) => sum + calls, 0),
          },
        ]
  const place = new Map(named.map(({ key }, index) => [key, Math.min(index, series.length - 1)]))
  const days = new Map<string, number[]>()
  for (const { day, key, micros } of summary.days) {
    const row = days.get(day) ?? series.map(() => 0)
    const index = place.get(key) ?? 0
    row[index] = (row[index] ?? 0) + Number(micros)
    days.set(day, row)
  }
  return { series, days }
}

/** Micro-dollars by day, all groups together. */
export function totalsByDay(...summaries: (Summary | undefined)[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const summary of summaries)
    for (const { day, micros } of summary?.days ?? [])
      totals.set(day, (totals.get(day) ?? 0) + Number(micros))
  return totals
}

/** Three to five even steps up to at least `most`, with the money they stand for: 0, 40, 80, 120 dollars. */
export function scaleOf(most: number): number[] {
  if (most <= 0) return [0, 1_000_000]
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 4, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step)
}

/** `$120`, `$1,600`, `$0.5`, `$0.025`: a mark on an axis. */
export const axisMoney = (micros: number): string =>
  `$${(micros / 1e6).toLocaleString('en-US', { maximumSignificantDigits: micros >= 1e6 ? 6 : 2 })}`

/** What each day of a month, up to `days`, ends with. */
export function addedUp(month: string, days: number, totals: ReadonlyMap<string, number>): number[] {
  let sum = 0
  return Array.from({ length: days }, (_, index) => (sum += totals.get(dayOf(month, index + 1)) ?? 0))
}

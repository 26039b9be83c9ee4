import { addMonths, dayOf, daysIn, isWeekend } from './month'

/** One day to come, with what the month has cost by its end. */
export interface ComingDay {
  day: number
  mid: number
  low: number
  high: number
}

export interface Forecast {
  /** By the end of the month, in micro-dollars. */
  mid: number
  low: number
  high: number
  /** Whole days it goes by. */
  days: number
  /** Whether working days and weekends are told apart. */
  weekends: boolean
  coming: ComingDay[]
}

const LOOK_BACK = 28
/** Of a normal distribution eight in ten lie within this many deviations of the mean. */
const EIGHT_IN_TEN = 1.2816

/**
 * What a month comes to: each day to come costs what a whole day has cost on average, over the last 28 days and not
 * before the first call; working days and weekends apart once there are three of each. The range holds eight in ten
 * if days vary as they did.
 * @param spent micro-dollars by day (`2026-11-21`), of this month and the one before
 * @returns undefined before there is one whole day to go by
 */
export function forecast(
  month: string,
  today: number,
  spent: ReadonlyMap<string, number>,
): Forecast | undefined {
  const sample = wholeDays(month, today, spent)
  if (sample.length === 0) return undefined
  const [off, on] = [sample.filter(({ weekend }) => weekend), sample.filter(({ weekend }) => !weekend)]
  const weekends = off.length >= 3 && on.length >= 3
  const figures = weekends
    ? { on: spread(on), off: spread(off) }
    : { on: spread(sample), off: spread(sample) }

  let sum = 0
  for (let day = 1; day <= today; day++) sum += spent.get(dayOf(month, day)) ?? 0
  const soFarToday = spent.get(dayOf(month, today)) ?? 0
  let [mid, variance] = [sum, 0]
  const coming: ComingDay[] = []
  const last = daysIn(month)
  for (let day = today; day <= last; day++) {
    const { mean, deviation } = isWeekend(dayOf(month, day)) ? figures.off : figures.on
    mid += day === today ? Math.max(0, mean - soFarToday) : mean
    variance += deviation ** 2
    const ahead = day - today + 1
    const width = EIGHT_IN_TEN * Math.sqrt(variance * (1 + ahead / sample.length))
    coming.push({ day, mid, low: Math.max(sum, mid - width), high: mid + width })
  }
  const end = coming.at(-1) ?? { mid, low: mid, high: mid }
  return { mid: end.mid, low: end.low, high: end.high, days: sample.length, weekends, coming }
}

function wholeDays(month: string, today: number, spent: ReadonlyMap<string, number>) {
  const before = addMonths(month, -1)
  const all = [
    ...Array.from({ length: daysIn(before) }, (_, index) => dayOf(before, index + 1)),
    ...Array.from({ length: today - 1 }, (_, index) => dayOf(month, index + 1)),
  ]
  const first = all.findIndex((day) => (spent.get(day) ?? 0) > 0)
  if (first < 0) return []
  return all
    .slice(first)
    .slice(-LOOK_BACK)
    .map((day) => ({ micros: spent.get(day) ?? 0, weekend: isWeekend(day) }))
}

function spread(days: readonly { micros: number }[]): { mean: number; deviation: number } {
  const mean = days.reduce((sum, { micros }) => sum + micros, 0) / days.length
  if (days.length < 2) return { mean, deviation: mean }
  const squares = days.reduce((sum, { micros }) => sum + (micros - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (days.length - 1)) }
}

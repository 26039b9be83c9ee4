import type { ListedBudget } from './cost-types'
import { daysIn, shortDay, dayOf } from './month'

export type Outlook =
  { kind: 'blocked'; word: string } | { kind: 'over' | 'soon' | 'warned' | 'within'; word: string }

/** Where the workspace stands in its day and month: the day, and minutes since its midnight. */
export interface Moment {
  day: string
  minute: number
}

const MINUTES = 1440
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`

/** What becomes of a budget if its window goes on as it went; nothing is foretold from its first twentieth. */
export function outlookOf(budget: ListedBudget, blocked: number, { day, minute }: Moment): Outlook {
  const { capMicros, spentMicros, reservedMicros, hard, period, warnPercent } = budget
  const within: Outlook =
    spentMicros * 100n >= capMicros * BigInt(warnPercent)
      ? { kind: 'warned', word: `over ${warnPercent} %` }
      : { kind: 'within', word: 'within' }
  if (blocked > 0) return { kind: 'blocked', word: `${blocked} ${blocked === 1 ? 'run' : 'runs'} blocked` }
  if (period === 'run') return { kind: 'within', word: 'each run anew' }
  if (spentMicros + reservedMicros >= capMicros)
    return hard ? { kind: 'blocked', word: 'blocks every call' } : { kind: 'over', word: 'over, goes on' }
  const days = period === 'day' ? 1 : daysIn(day.slice(0, 7))
  const gone = period === 'day' ? minute : (Number(day.slice(8)) - 1) * MINUTES + minute
  // A budget of another time zone is at another hour than the workspace.
  if (gone < (days * MINUTES) / 20 || spentMicros === 0n || budget.timeZone !== null) return within
  const empty = (Number(capMicros) / Number(spentMicros)) * gone
  if (empty >= days * MINUTES) return within
  return period === 'day'
    ? { kind: 'soon', word: `spent by ${clock(empty)}` }
    : { kind: 'soon', word: `spent by ${shortDay(dayOf(day.slice(0, 7), Math.floor(empty / MINUTES) + 1))}` }
}

/** The moment it is in a time zone. */
export function momentIn(timeZone: string, now: number): Moment {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  }
}

import { Cron } from 'croner'
import { firstInstantOf, wallOf } from './wall-clock'

/**
 * When a schedule fires: five cron fields (minute, hour, day of month, month, day of week; POSIX crontab with names,
 * steps, `L` and `#`) as the clock of an IANA time zone shows them.
 *
 * Where the clock is put forward, the times that it skips come as soon as it goes on, several of them together: 02:15 and
 * 02:30 are 03:00 on that day. Where it is put back, a time comes once, at its first occurrence. What comes in every hour
 * of the day has nothing to make up for or to leave out: it comes in the hours that there are, also in both of a name.
 *
 * So does cron(8) of Debian (Vixie), which makes up for jobs in a skipped interval at once and does not run again what
 * falls into a repeated one. It excepts whatever has a `*` in its minute or hour; here the hour alone decides, since
 * who writes a quarter-hourly job for the hour of 2 wants it four times a day on every day.
 */
export interface Schedule {
  cron: string
  timeZone: string
}

/** What happens to times at which no worker was there: nothing, one run for all of them, or one for each. */
export const MISSED_POLICIES = ['skip', 'one', 'all'] as const
export type MissedPolicy = (typeof MISSED_POLICIES)[number]

/** A time counts as missed when it is older than this, in ms; until then it is merely late. */
export const LATE_MS = 60_000
/** `all` makes up for no more than this. */
export const MOST_MISSED = 100
export const MISSED_SPAN_MS = 24 * 3_600_000

const cronOf = (cron: string, timeZone = 'UTC'): Cron => {
  if (cron.trim().split(/\s+/).length !== 5)
    throw new TypeError('needs five fields: minute, hour, day of month, month, day of week')
  return new Cron(cron.trim(), { timezone: timeZone, mode: '5-part', paused: true })
}

/** The times of a schedule, one after another and looking back. */
interface Times {
  next: (after: Date) => Date | null
  /** The last one at or before a moment. */
  last: (at: Date) => Date | null
}

function timesOf({ cron, timeZone }: Schedule): Times {
  if (isEveryHour(cron)) {
    const times = cronOf(cron, timeZone)
    return {
      next: (after) => times.nextRun(after),
      last: (at) => times.previousRuns(1, justAfter(at))[0] ?? null,
    }
  }
  // By the clock alone, as if it were never changed; then to when it first shows that, or goes on past it.
  const clock = cronOf(cron)
  return {
    next(after) {
      for (let wall = clock.nextRun(wallOf(after, timeZone)); wall; wall = clock.nextRun(wall)) {
        const time = firstInstantOf(wall, timeZone)
        if (time > after) return time
      }
      return null
    },
    last(at) {
      const wall = clock.previousRuns(1, justAfter(wallOf(at, timeZone)))[0]
      return wall ? firstInstantOf(wall, timeZone) : null
    },
  }
}

const justAfter = (time: Date): Date => new Date(time.getTime() + 1000)

/** Whether the hour is left open: any of a day's 24 will do. */
function isEveryHour(cron: string): boolean {
  const hour = cron.trim().split(/\s+/)[1] ?? ''
  const day = Date.UTC(2000, 0, 1)
  const hours = cronOf(`0 ${hour} * * *`).nextRuns(24, new Date(day - 1000))
  return hours.length === 24 && hours.every((time, i) => time.getTime() === day + i * 3_600_000)
}

/** What is wrong with a cron expression, in a few words; undefined when it can fire. */
export function cronProblem(cron: string, after: Date): string | undefined {
  try {
    return cronOf(cron).nextRun(after) ? undefined : 'never comes'
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    return error.message.replace(/^CronPattern: /, '')
  }
}

/** The next times after a moment, earliest first. @throws TypeError | RangeError when the expression is not cron */
export function nextTimes(schedule: Schedule, after: Date, count: number): Date[] {
  const { next } = timesOf(schedule)
  const times: Date[] = []
  for (let at = next(after); at && times.length < count; at = next(at)) times.push(at)
  return times
}

/**
 * The times that fire now, earliest first, and when to look again.
 * @param due the first time that has not been looked at, at or before `now`
 */
export function dueTimes(
  schedule: Schedule,
  missed: MissedPolicy,
  due: Date,
  now: Date,
): { fire: Date[]; next: Date | null } {
  const all = timesOf(schedule)
  const next = all.next(now)
  const late = now.getTime() - LATE_MS
  const times = timesIn(all, new Date(Math.max(due.getTime(), now.getTime() - MISSED_SPAN_MS)), now)
  const onTime = times.filter((time) => time.getTime() >= late)
  if (missed === 'skip') return { fire: onTime, next }
  // Nothing in the span, yet `due` went by: a rare time, missed longer ago. The last of them stands for all.
  if (times.length === 0) return { fire: [latest(due, all.last(now))], next }
  if (missed === 'one') return { fire: onTime.length > 0 ? onTime : times.slice(-1), next }
  return { fire: times.slice(-MOST_MISSED), next }
}

const latest = (one: Date, other: Date | null): Date => (other && other > one ? other : one)

/** The times from one moment to another, both included; each minute has at most one. */
function timesIn({ next }: Times, from: Date, to: Date): Date[] {
  const times: Date[] = []
  for (let at = next(new Date(from.getTime() - 1)); at && at <= to; at = next(at)) times.push(at)
  return times
}

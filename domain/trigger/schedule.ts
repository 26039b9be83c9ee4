import { Cron } from 'croner'

/**
 * When a schedule fires: five cron fields (minute, hour, day of month, month, day of week; POSIX crontab with names,
 * steps, `L` and `#`) as the clock of an IANA time zone shows them.
 *
 * Where the clock is put forward, a time that it skips comes as soon as it goes on: 02:30 is 03:00 on that day. Where it
 * is put back, a fixed time comes once, at its first occurrence; what comes every hour or oftener comes in both hours.
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

const cronOf = ({ cron, timeZone }: Schedule): Cron => {
  if (cron.trim().split(/\s+/).length !== 5)
    throw new TypeError('needs five fields: minute, hour, day of month, month, day of week')
  return new Cron(cron.trim(), { timezone: timeZone, mode: '5-part', paused: true })
}

/** What is wrong with a cron expression, in a few words; undefined when it can fire. */
export function cronProblem(cron: string, after: Date): string | undefined {
  try {
    return cronOf({ cron, timeZone: 'UTC' }).nextRun(after) ? undefined : 'never comes'
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    return error.message.replace(/^CronPattern: /, '')
  }
}

/** Whether the platform's time zone data knows the zone (IANA name, as in `Europe/Berlin`). */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The next times after a moment, earliest first. @throws TypeError | RangeError when the expression is not cron */
export const nextTimes = (schedule: Schedule, after: Date, count: number): Date[] =>
  cronOf(schedule).nextRuns(count, after)

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
  const cron = cronOf(schedule)
  const next = cron.nextRun(now)
  const late = now.getTime() - LATE_MS
  const times = timesIn(cron, new Date(Math.max(due.getTime(), now.getTime() - MISSED_SPAN_MS)), now)
  const onTime = times.filter((time) => time.getTime() >= late)
  if (missed === 'skip') return { fire: onTime, next }
  // Nothing in the span, yet `due` went by: a rare time, missed longer ago.
  if (missed === 'one') return { fire: onTime.length > 0 ? onTime : [times.at(-1) ?? due], next }
  return { fire: times.slice(-MOST_MISSED), next }
}

/** The times from one moment to another, both included; each minute has at most one. */
function timesIn(cron: Cron, from: Date, to: Date): Date[] {
  const times: Date[] = []
  let at = cron.nextRun(new Date(from.getTime() - 1))
  while (at && at <= to) {
    times.push(at)
    at = cron.nextRun(at)
  }
  return times
}

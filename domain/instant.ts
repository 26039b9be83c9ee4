/** Date, time and offset, each in full (RFC 3339 §5.6). */
const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/i

/**
 * The moment that an RFC 3339 time names, to the millisecond. Undefined for what is none: a time without its offset or a
 * day that its month does not have means nothing for certain, which `Date.parse` guesses. A leap second (§5.7) is the
 * moment after it.
 */
export function instantOf(text: string): Date | undefined {
  const match = TIME.exec(text)
  if (!match) return undefined
  const at = (i: number): number => Number(match[i] ?? 0)
  const [year, month, day, hour, minute, second] = [at(1), at(2), at(3), at(4), at(5), at(6)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 60 || at(9) > 23 || at(10) > 59) return undefined
  const ms = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000)
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  local.setUTCHours(hour, minute, second, ms)
  const offset = (at(9) * 60 + at(10)) * (match[8] === '-' ? -1 : 1)
  const time = new Date(local.getTime() - offset * 60_000)
  // Leap seconds are put in at the end of a day of UTC alone.
  if (second === 60 && time.getTime() - ms !== startOfDay(time)) return undefined
  return time
}

const daysIn = (year: number, month: number): number => {
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return last.getUTCDate()
}

const startOfDay = (time: Date): number =>
  Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate())

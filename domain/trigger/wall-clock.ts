const DAY_MS = 86_400_000

/** What the clock of a zone shows at a moment, as a date whose UTC fields are those of the clock. */
export const wallOf = (time: Date, zone: string): Date =>
  new Date(time.getTime() + offsetAt(time.getTime(), zone))

/**
 * When the clock of a zone first shows a time; where it skips it, when it goes on. A time is looked for by the offsets on
 * both sides of whatever change there is near it; no zone has had two within four days.
 */
export function firstInstantOf(wall: Date, zone: string): Date {
  const shown = wall.getTime()
  const before = offsetAt(shown - 2 * DAY_MS, zone)
  const after = offsetAt(shown + 2 * DAY_MS, zone)
  const found = [before, after]
    .map((offset) => ({ time: shown - offset, offset }))
    .filter(({ time, offset }) => offsetAt(time, zone) === offset)
    .map(({ time }) => time)
  return new Date(found.length > 0 ? Math.min(...found) : changeBetween(shown - after, shown - before, zone))
}

/** The first millisecond of the new offset. */
function changeBetween(from: number, to: number, zone: string): number {
  const old = offsetAt(from, zone)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, zone) === old) low = middle
    else high = middle
  }
  return high
}

/** By how much the clock of a zone is ahead of UTC at a moment, in ms. */
function offsetAt(time: number, zone: string): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const numeric = 'numeric'
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'iso8601', hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  })
  formats.set(timeZone, format)
  return format
}

/** `420 ms`, `9 s`, `1m 04s`, `2h 05m`, `3d 04h`: two units at most. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '–'
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}h ${two(minutes % 60)}m`
  return `${Math.floor(hours / 24)}d ${two(hours % 24)}h`
}

/** `just now`, `4m ago`, `in 2h 54m`, and from a week on the date. */
export function formatRelative(at: Date, now: number): string {
  const distance = at.getTime() - now
  const ms = Math.abs(distance)
  if (ms < 5000) return 'just now'
  if (ms >= 7 * 86_400_000) {
    return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
  }
  const text = formatCoarse(ms)
  return distance < 0 ? `${text} ago` : `in ${text}`
}

/** A moment to come, in as few words as tell it: `14:05`, `24 Dec`, `3 Mar 2027`; in UTC, as everything else. */
export function formatMoment(at: Date, now: number): string {
  const text = at.toISOString()
  if (text.slice(0, 10) === new Date(now).toISOString().slice(0, 10)) return text.slice(11, 16)
  const sameYear = text.slice(0, 4) === new Date(now).toISOString().slice(0, 4)
  return at.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** One unit below an hour or beyond a day, two between: `40s`, `4m`, `2h 54m`, `3d`. */
export function formatCoarse(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${hours}h ${String(minutes % 60).padStart(2, '0')}m` : `${hours}h`
  return `${Math.floor(hours / 24)}d`
}

/** `2026-11-19 14:32:05 UTC`. */
export const formatUtc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`

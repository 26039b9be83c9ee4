/** Months and days as text (`2026-11`, `2026-11-21`), without any clock or zone: they are the workspace's. */
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)

const at = (month: string): Date => new Date(`${month}-01T00:00:00Z`)

export function addMonths(month: string, by: number): string {
  const date = at(month)
  date.setUTCMonth(date.getUTCMonth() + by)
  return date.toISOString().slice(0, 7)
}

export function daysIn(month: string): number {
  const date = at(month)
  date.setUTCMonth(date.getUTCMonth() + 1, 0)
  return date.getUTCDate()
}

export const dayOf = (month: string, day: number): string => `${month}-${String(day).padStart(2, '0')}`

/** `November 2026`, or `November`. */
export const monthName = (month: string, year = true): string =>
  at(month).toLocaleDateString('en-GB', {
    month: 'long',
    ...(year ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  })

/** `1 Nov`. */
export const shortDay = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })

/** Saturday or Sunday. */
export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

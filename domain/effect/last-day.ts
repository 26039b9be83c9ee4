import { firstInstantOf, wallOf } from '../trigger/wall-clock'

const DAY_MS = 86_400_000

/** The moment at which a day is over in a time zone. @param day `2026-11-30` */
export const endOfDay = (day: string, zone: string): Date =>
  firstInstantOf(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS), zone)

/** The last whole day before a moment, as the clock of a zone has it. */
export const lastDayBefore = (end: Date, zone: string): string =>
  wallOf(new Date(end.getTime() - 1), zone)
    .toISOString()
    .slice(0, 10)

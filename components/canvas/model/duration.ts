/** Units that people say durations in, the longest first, in seconds. */
export const UNITS = [
  { unit: 'days', one: 'day', seconds: 86_400 },
  { unit: 'hours', one: 'hour', seconds: 3600 },
  { unit: 'minutes', one: 'minute', seconds: 60 },
  { unit: 'seconds', one: 'second', seconds: 1 },
] as const

export type Unit = (typeof UNITS)[number]['unit']

/** Seconds as a whole number of the longest unit that they are: 7200 is 2 hours, 90 is 90 seconds. */
export function inUnit(seconds: number): { count: number; unit: Unit } {
  const found = UNITS.find((unit) => seconds % unit.seconds === 0) ?? UNITS[3]
  return { count: seconds / found.seconds, unit: found.unit }
}

export const secondsOf = (unit: Unit): number => UNITS.find((one) => one.unit === unit)?.seconds ?? 1

/** `3 days`, `1 hour`, `90 seconds`. */
export function sayDuration(seconds: number): string {
  const { count, unit } = inUnit(seconds)
  return `${count} ${count === 1 ? (UNITS.find((one) => one.unit === unit)?.one ?? unit) : unit}`
}

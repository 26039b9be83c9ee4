/**
 * Milliseconds that a service asks to be left alone: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110
 * §10.2.3). A date is measured from the answer's own `date`, so that it does not matter whether our clock agrees with
 * theirs.
 * @param header by its name in lower case
 */
export function retryAfterMs(
  header: (name: string) => string | null | undefined,
  now = Date.now(),
): number | undefined {
  // `Number('')` is 0: what is blank says nothing, as what is negative.
  const ms = Number(header('retry-after-ms')?.trim() || Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return Math.ceil(ms)
  const given = header('retry-after')?.trim()
  if (!given) return undefined
  const seconds = Number(given)
  const from = Date.parse(header('date') ?? '') || now
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - from
  return Number.isFinite(wait) && wait >= 0 ? Math.ceil(wait) : undefined
}

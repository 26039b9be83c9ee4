export const SPANS = ['today', '24h', '7d', '30d'] as const
export type Span = (typeof SPANS)[number]

/** What a filter by time offers. */
export const SPAN_OPTIONS: readonly { value: Span; label: string }[] = [
  { value: 'today', label: 'today' },
  { value: '24h', label: 'last 24 hours' },
  { value: '7d', label: 'last 7 days' },
  { value: '30d', label: 'last 30 days' },
]

const HOUR = 3_600_000

/** When a span of time began; today by the workspace's clock. To the minute, so that asking twice is one question. */
export function sinceOf(span: Span, timeZone: string, at = Date.now()): Date {
  const now = Math.floor(at / 60_000) * 60_000
  if (span !== 'today') return new Date(now - { '24h': 24, '7d': 168, '30d': 720 }[span] * HOUR)
  const [hours = 0, minutes = 0] = new Date(now)
    .toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    .split(':')
    .map(Number)
  return new Date(now - hours * HOUR - minutes * 60_000)
}

'use client'

import { parseAsArrayOf, parseAsFloat, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { microsFromDollars } from '@/domain/budget/money'
import { RUN_STATUSES } from '@/domain/run/history'

export const TIMES = ['today', '24h', '7d', '30d'] as const
export type Time = (typeof TIMES)[number]

const parsers = {
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)).withDefault([]),
  team: parseAsString,
  text: parseAsString.withDefault(''),
  since: parseAsStringLiteral(TIMES),
  /** In dollars, at least. */
  cost: parseAsFloat,
}

const HOUR = 3_600_000

/** Which runs are looked for, in the address, so that a list can be linked and handed on. */
export function useRunFilter(timeZone: string) {
  const [state, set] = useQueryStates(parsers, { history: 'replace' })
  const { status, team, text, since, cost } = state
  const filter = useMemo(
    () => ({
      ...(status.length ? { statuses: status } : {}),
      ...(team ? { team } : {}),
      ...(text.trim() ? { text: text.trim().slice(0, 200) } : {}),
      ...(since ? { since: beginOf(since, timeZone) } : {}),
      ...(cost && cost > 0 && cost < 1e6 ? { minMicros: microsFromDollars(cost) } : {}),
    }),
    [status, team, text, since, cost, timeZone],
  )
  return { state, set, filter, filtered: Object.keys(filter).length > 0 }
}

export type RunFilterState = ReturnType<typeof useRunFilter>

/** When a span of time begins; today by the workspace's clock. To the minute, so that asking twice is one question. */
function beginOf(time: Time, timeZone: string): Date {
  const now = Math.floor(Date.now() / 60_000) * 60_000
  if (time !== 'today') return new Date(now - { '24h': 24, '7d': 168, '30d': 720 }[time] * HOUR)
  const [hours = 0, minutes = 0] = new Date(now)
    .toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    .split(':')
    .map(Number)
  return new Date(now - hours * HOUR - minutes * 60_000)
}

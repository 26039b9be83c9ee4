'use client'

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'

export const TIMES = ['today', '24h', '7d', '30d'] as const
export type Time = (typeof TIMES)[number]

const parsers = {
  text: parseAsString.withDefault(''),
  who: parseAsString,
  run: parseAsString,
  team: parseAsString,
  node: parseAsString,
  kind: parseAsString,
  time: parseAsStringLiteral(TIMES),
  denials: parseAsBoolean.withDefault(false),
  entry: parseAsString,
}

const HOUR = 3_600_000

/** What is looked for, in the address, so that a search can be handed on. */
export function useRecordFilter(timeZone: string) {
  const [state, set] = useQueryStates(parsers, { history: 'replace' })
  const { text, who, run, team, node, kind, time, denials } = state
  const filter = useMemo(
    () => ({
      ...(text.trim() ? { text: text.trim().slice(0, 200) } : {}),
      ...(who ? { actor: who } : {}),
      ...(run ? { run } : {}),
      ...(team ? { team } : {}),
      ...(node ? { node } : {}),
      ...(kind && /^[a-z][a-zA-Z0-9_-]*(\.[a-z][a-zA-Z0-9_-]*)?$/.test(kind) ? { kind } : {}),
      ...(time ? { since: sinceOf(time, timeZone) } : {}),
      ...(denials ? { denials } : {}),
    }),
    [text, who, run, team, node, kind, time, denials, timeZone],
  )
  return { state, set, filter, filtered: Object.keys(filter).length > 0 }
}

export type RecordFilterState = ReturnType<typeof useRecordFilter>

/** When a span of time begins; today by the workspace's clock. To the minute, so that asking twice is one question. */
function sinceOf(time: Time, timeZone: string): Date {
  const now = Math.floor(Date.now() / 60_000) * 60_000
  if (time !== 'today') return new Date(now - { '24h': 24, '7d': 168, '30d': 720 }[time] * HOUR)
  const [hours = 0, minutes = 0] = new Date(now)
    .toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    .split(':')
    .map(Number)
  return new Date(now - hours * HOUR - minutes * 60_000)
}

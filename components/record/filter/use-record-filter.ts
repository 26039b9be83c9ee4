'use client'

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { sinceOf, SPANS } from '@/components/ui/since'

const parsers = {
  text: parseAsString.withDefault(''),
  who: parseAsString,
  run: parseAsString,
  team: parseAsString,
  node: parseAsString,
  kind: parseAsString,
  time: parseAsStringLiteral(SPANS),
  denials: parseAsBoolean.withDefault(false),
  entry: parseAsString,
}

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

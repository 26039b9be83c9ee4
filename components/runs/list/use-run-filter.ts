'use client'

import { parseAsArrayOf, parseAsFloat, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { sinceOf, SPANS } from '@/components/ui/since'
import { microsFromDollars } from '@/domain/budget/money'
import { RUN_STATUSES } from '@/domain/run/history'

const parsers = {
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)).withDefault([]),
  team: parseAsString,
  text: parseAsString.withDefault(''),
  since: parseAsStringLiteral(SPANS),
  /** In dollars, at least. */
  cost: parseAsFloat,
}

/** Which runs are looked for, in the address, so that a list can be linked and handed on. */
export function useRunFilter(timeZone: string) {
  const [state, set] = useQueryStates(parsers, { history: 'replace' })
  const { status, team, text, since, cost } = state
  const filter = useMemo(
    () => ({
      ...(status.length ? { statuses: status } : {}),
      ...(team ? { team } : {}),
      ...(text.trim() ? { text: text.trim().slice(0, 200) } : {}),
      ...(since ? { since: sinceOf(since, timeZone) } : {}),
      ...(cost && cost > 0 && cost < 1e6 ? { minMicros: microsFromDollars(cost) } : {}),
    }),
    [status, team, text, since, cost, timeZone],
  )
  return { state, set, filter, filtered: Object.keys(filter).length > 0 }
}

export type RunFilterState = ReturnType<typeof useRunFilter>

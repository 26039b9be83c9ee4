'use client'

import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs'
import { useMemo } from 'react'
import { sinceOf, SPANS } from '@/components/ui/since'
import { microsFromDollars } from '@/domain/budget/money'
import { RUN_STATUSES } from '@/domain/run/history'

/** As people tell runs apart: what a switch holds is neither running nor waiting. */
export const RUN_STATES = [...RUN_STATUSES, 'held'] as const
export type RunState = (typeof RUN_STATES)[number]

const parsers = {
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATES)).withDefault([]),
  team: parseAsString,
  /** Of the team. */
  version: parseAsInteger,
  environment: parseAsString,
  text: parseAsString.withDefault(''),
  since: parseAsStringLiteral(SPANS),
  /** In dollars, at least. */
  cost: parseAsFloat,
  /** Tries of drafts, which otherwise stand in no list. */
  trials: parseAsBoolean.withDefault(false),
}

/** Which runs are looked for, in the address, so that a list can be linked and handed on. */
export function useRunFilter(timeZone: string) {
  const [state, set] = useQueryStates(parsers, { history: 'replace' })
  const { status, team, version, environment, text, since, cost, trials } = state
  const filter = useMemo(
    () => ({
      ...(status.length
        ? { statuses: status.filter((state) => state !== 'held'), held: status.includes('held') }
        : {}),
      ...(trials ? { trials } : {}),
      ...(team ? { team } : {}),
      ...(team && version ? { version } : {}),
      ...(environment ? { environment } : {}),
      ...(text.trim() ? { text: text.trim().slice(0, 200) } : {}),
      ...(since ? { since: sinceOf(since, timeZone) } : {}),
      ...(cost && cost > 0 && cost < 1e6 ? { minMicros: microsFromDollars(cost) } : {}),
    }),
    [status, team, version, environment, text, since, cost, trials, timeZone],
  )
  return { state, set, filter, filtered: Object.keys(filter).length > 0 }
}

export type RunFilterState = ReturnType<typeof useRunFilter>

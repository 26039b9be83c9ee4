'use client'

import { useQueryState } from 'nuqs'
import { useCallback, useMemo } from 'react'

const WHOLE = 'team'
const ACTS = ['this', 'from', 'pin'] as const

/** What the bench was opened for: one step alone, the team from it on, or what it said as a pin. */
export interface Asked {
  node: string
  act: (typeof ACTS)[number]
}

/** Whether the bench is open, and on what: `team`, or `from.draft`. Named in the address, so that it can be linked. */
export function useTest() {
  const [test, set] = useQueryState('test')
  const asked = useMemo(() => readAsked(test), [test])
  const open = useCallback((to?: Asked) => void set(to ? `${to.act}.${to.node}` : WHOLE), [set])
  const close = useCallback(() => void set(null), [set])
  return { isOpen: test !== null, asked, open, close }
}

function readAsked(test: string | null): Asked | undefined {
  const [named, node] = test?.split('.') ?? []
  const act = ACTS.find((one) => one === named)
  return act && node ? { node, act } : undefined
}

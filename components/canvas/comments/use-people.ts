'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import type { Person } from './mention-text'

/** Who can be mentioned: the members, and for names also those who are kept out by now. */
export function usePeople(): { members: Person[]; all: Person[] } {
  const { data } = useQuery(useTRPC().members.list.queryOptions())
  return useMemo(
    () => ({ all: data ?? [], members: (data ?? []).filter(({ disabledAt }) => disabledAt === null) }),
    [data],
  )
}

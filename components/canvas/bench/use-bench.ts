'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { isUnderWay } from './bench-types'

const LOOK_MS = 800
/** Whether results still hold changes with the draft, whoever edits it. */
const IDLE_MS = 5000

/** The team's cases with what came of them; looked at again and again while one goes on. */
export function useBench(slug: string) {
  return useQuery(
    useTRPC().bench.get.queryOptions(
      { slug },
      {
        refetchInterval: ({ state }) =>
          state.data?.cases.some(({ last }) => isUnderWay(last)) || state.data?.tries.some(isUnderWay)
            ? LOOK_MS
            : IDLE_MS,
      },
    ),
  )
}

'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLive } from '@/components/shell/live'
import { useTRPC } from '@/components/shell/trpc'
import type { RunPage, RunRow } from '../run-types'
import { mergeRows } from './merge-rows'
import type { RunFilterState } from './use-run-filter'

const LIMIT = 100

/** Money is a bigint, which the usual hash of a key cannot say. */
const queryKeyHashFn = (key: readonly unknown[]): string =>
  JSON.stringify(key, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

/**
 * The runs of a filter, page by page. The newest are asked for again whenever something happens; what lies further down
 * is read again run by run, so that ten thousand rows cost no more than the ones that changed.
 */
export function useRuns(filter: RunFilterState['filter']) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [hold, setHold] = useState<{ filter: object; ids: readonly string[] }>()
  const held = hold?.filter === filter ? hold.ids : null
  const [fresh, setFresh] = useState<ReadonlyMap<string, RunRow>>(new Map())

  const head = useQuery({
    ...trpc.runs.list.queryOptions({ ...filter, limit: LIMIT }),
    queryKeyHashFn,
    placeholderData: keepPreviousData,
  })
  const pages = useInfiniteQuery({
    queryKey: ['run-pages', filter],
    queryKeyHashFn,
    queryFn: ({ pageParam }): Promise<RunPage> =>
      queryClient.fetchQuery({
        ...trpc.runs.list.queryOptions({
          ...filter,
          limit: LIMIT,
          ...(pageParam ? { cursor: pageParam } : {}),
        }),
        queryKeyHashFn,
      }),
    initialPageParam: '',
    getNextPageParam: (last: RunPage) => last.nextCursor,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
  // Of one filter only: while the next one's answers come in, the last one's stay together.
  const together = head.isPlaceholderData === pages.isPlaceholderData
  const loaded = (together && pages.data?.pages.flatMap(({ runs }) => runs)) || []
  const newest = head.data?.runs ?? []
  const { rows, newer } = mergeRows({
    head: newest,
    whole: head.data !== undefined && head.data.nextCursor === undefined,
    pages: loaded,
    fresh,
    held,
  })

  useLive(({ topic, id }) => {
    if (topic !== 'run' || newest.some((run) => run.id === id) || !rows.some((run) => run.id === id)) return
    void queryClient
      .fetchQuery({ ...trpc.runs.list.queryOptions({ text: id, limit: 1 }), staleTime: 500 })
      .then(({ runs: [run] }) => {
        if (run?.id === id) setFresh((before) => new Map(before).set(id, run))
      })
      .catch(() => undefined)
  })

  return {
    rows,
    newer,
    counts: head.data?.counts,
    head,
    /** Holds every row in its place while someone reads, and lets go again. */
    hold: (reading: boolean) => {
      if (reading === (held !== null)) return
      setHold(reading ? { filter, ids: rows.map(({ id }) => id) } : undefined)
      // More came than the head holds: what was read lies beyond a gap.
      if (!reading && loaded[0] && !newest.some(({ id }) => id === loaded[0]?.id)) void pages.refetch()
    },
    more: pages.hasNextPage,
    readOn: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
  }
}

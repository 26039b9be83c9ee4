'use client'

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import type { EntryLine, RecordHead } from './record-types'
import type { RecordFilterState } from './filter/use-record-filter'

interface Page {
  entries: EntryLine[]
  nextCursor: string | null
  searchedBackTo: Date | null
}

/**
 * The entries of a filter, page by page. What is shown stays in its place: newer ones are counted, and join when the
 * reader asks, or by themselves while nobody reads further down.
 */
export function useEntries(
  filter: RecordFilterState['filter'],
  head: RecordHead | undefined,
  reading: boolean,
) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [anchor, setAnchor] = useState<string>()
  const upTo = anchor ?? head?.newest
  const key = ['record-entries', filter, upTo] as const
  const pageOf = (cursor: string | null, limit = 100) =>
    queryClient.fetchQuery(
      trpc.record.list.queryOptions({ ...filter, upTo, cursor, limit }, { staleTime: 0, gcTime: 0 }),
    )
  const pages = useInfiniteQuery({
    queryKey: key,
    enabled: upTo !== undefined,
    queryFn: ({ pageParam }): Promise<Page> => pageOf(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? []

  const moved = head !== undefined && upTo !== undefined && BigInt(head.newest) > BigInt(upTo)
  const newer = useQuery(
    trpc.record.newer.queryOptions({ ...filter, after: upTo ?? '0' }, { enabled: moved, staleTime: 0 }),
  )
  const waiting = moved ? (newer.data?.count ?? 0) : 0
  if (anchor === undefined && head) setAnchor(head.newest)
  if (waiting > 0 && !reading && head && anchor !== head.newest) setAnchor(head.newest)

  // What was not covered by a checkpoint when it was read is by now.
  const signed = head?.checkpoints[0]?.size
  const unproven = entries.slice(0, 100).some(({ proof }) => proof === 'next')
  useEffect(() => {
    if (!unproven || signed === undefined) return
    void pageOf(null).then((fresh) => {
      queryClient.setQueryData<InfiniteData<Page, string | null>>(key, (data) =>
        data ? { ...data, pages: [fresh, ...data.pages.slice(1)] } : data,
      )
    })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each new checkpoint
  }, [signed])

  // A page without entries says only that the search went on: so it goes on by itself.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const empty = entries.length === 0
  const rounds = pages.data?.pages.length ?? 0
  useEffect(() => {
    if (empty && hasNextPage && !isFetchingNextPage && rounds < 20) void fetchNextPage()
  }, [empty, hasNextPage, isFetchingNextPage, rounds, fetchNextPage])

  return {
    entries,
    pages,
    newer: waiting,
    showNewer: () => head && setAnchor(head.newest),
    searchedBackTo: pages.data?.pages.at(-1)?.searchedBackTo ?? null,
  }
}

'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { formatDuration } from '@/components/ui/format-time'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { Connection, LedgerRow } from './connection-types'

const OUTCOMES = ['done', 'refused', 'failed', 'held_back'] as const
const LOOKS: Record<LedgerRow['outcome'], { status: Status; word: string }> = {
  done: { status: 'done', word: 'Done' },
  refused: { status: 'failed', word: 'Refused there' },
  failed: { status: 'failed', word: 'Failed' },
  held_back: { status: 'blocked', word: 'Held back' },
}

/** Who called a connection, through whom, and with which result. */
export function LedgerTab({ connection: { id, name } }: { connection: Connection }) {
  const trpc = useTRPC()
  const [{ outcome, operation }, set] = useQueryStates({
    outcome: parseAsStringLiteral(OUTCOMES),
    operation: parseAsString,
  })
  const filtered = outcome !== null || operation !== null
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(
      trpc.connections.ledger.infiniteQueryOptions(
        { id, ...(outcome && { outcome }), ...(operation && { operation }) },
        { getNextPageParam: ({ next }) => next },
      ),
    )
  const rows = data?.pages.flatMap((page) => page.rows)
  const operations = data?.pages[0]?.operations ?? []
  return (
    <div className="grid h-full grid-rows-[auto_minmax(0,1fr)]">
      <FilterBar>
        <Filter
          name="Result"
          value={outcome}
          options={OUTCOMES.map((value) => ({ value, label: LOOKS[value].word }))}
          onValueChange={(value) => void set({ outcome: value })}
        />
        <Filter
          name="Operation"
          value={operation}
          options={operations.map((value) => ({ value, label: value }))}
          onValueChange={(value) => void set({ operation: value })}
        />
      </FilterBar>
      <div className="min-h-0 overflow-auto">
        {error && !data ? (
          <ErrorState title="The ledger could not be read" onRetry={refetch} retrying={isFetching}>
            {messageOf(error)}
          </ErrorState>
        ) : rows?.length === 0 ? (
          filtered ? (
            <EmptyState
              title="No call matches"
              action={
                <Button onClick={() => void set({ outcome: null, operation: null })}>Show all calls</Button>
              }
            />
          ) : (
            <EmptyState title="Nobody has called it yet">
              Each call of {name} stands here for 90 days: when, by whom, in which run, and what came of it.
            </EmptyState>
          )
        ) : (
          <>
            <Table>
              <TableHead>
                <tr>
                  <Th>When</Th>
                  <Th>Who</Th>
                  <Th className="max-sm:hidden">Through</Th>
                  <Th className="max-sm:hidden">Operation</Th>
                  <Th>Result</Th>
                  <Th numeric className="max-sm:hidden">
                    Took
                  </Th>
                </tr>
              </TableHead>
              <TableBody>
                {!rows && <SkeletonRows rows={8} columns={6} />}
                {rows?.map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </TableBody>
            </Table>
            {hasNextPage && (
              <div className="px-5 py-4 max-sm:px-4">
                <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Earlier calls
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function Row({ row: { at, who, run, operation, outcome, status, code, ms } }: { row: LedgerRow }) {
  const { status: look, word } = LOOKS[outcome]
  return (
    <Tr>
      <Td>
        <RelativeTime at={at} focusable />
      </Td>
      <Td className="max-sm:whitespace-normal">
        {who}
        <span className="block font-mono text-12 text-fg-2 sm:hidden">{operation}</span>
      </Td>
      <Td wide className="text-fg-2 max-sm:hidden">
        {run ? (
          <Link href={`/runs/${run.id}`} className="underline">
            {run.team}, {run.node}
            {run.tool && ` by ${run.tool}`}
          </Link>
        ) : (
          'Call now'
        )}
      </Td>
      <Td className="font-mono text-12 max-sm:hidden">{operation}</Td>
      <Td>
        <span className="inline-flex items-center gap-2">
          <StatusChip plain status={look} word={word} />
          <span className="text-12 text-fg-3">{code ?? (status > 0 ? status : '')}</span>
        </span>
      </Td>
      <Td numeric className="text-fg-2 max-sm:hidden">
        {formatDuration(ms)}
      </Td>
    </Tr>
  )
}

'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { formatUtc } from '@/components/ui/format-time'
import { CopyText } from '@/components/ui/id-text'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { Checkpoint } from '../record-types'

/** Every checkpoint that was signed, newest first; each note can be copied and kept elsewhere. */
export function CheckpointSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch, isPending } =
    useInfiniteQuery({
      queryKey: ['record-checkpoints'],
      enabled: open,
      queryFn: ({ pageParam }): Promise<Checkpoint[]> =>
        queryClient.fetchQuery(
          trpc.record.checkpoints.queryOptions(
            { ...(pageParam === null ? {} : { before: pageParam }) },
            { staleTime: 0 },
          ),
        ),
      initialPageParam: null as number | null,
      getNextPageParam: (last: Checkpoint[]) => (last.length === 100 ? last.at(-1)?.size : undefined),
    })
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Checkpoint history">
      <p className="px-5 py-3 text-fg-2">
        Each checkpoint is a signed statement of how many entries there were and of their common fingerprint.
        Keep one elsewhere, and nobody can rewrite what it covers unseen:{' '}
        <code className="font-mono text-12">node verify.mjs DIR --kept FILE</code>
      </p>
      {error && !data ? (
        <ErrorState title="The history could not be read" onRetry={refetch}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <Table dense>
          <TableHead>
            <tr>
              <Th>Checkpoint</Th>
              <Th numeric>Entries</Th>
              <Th>Signed</Th>
              <Th>Note</Th>
            </tr>
          </TableHead>
          <TableBody>
            {isPending && <SkeletonRows rows={10} columns={4} numeric={[1]} />}
            {data?.pages.flat().map(({ number, size, at, note }) => (
              <Tr key={size}>
                <Td className="font-label">{number.toLocaleString('en-US')}</Td>
                <Td numeric>{size.toLocaleString('en-US')}</Td>
                <Td className="text-fg-3">{formatUtc(at)}</Td>
                <Td>
                  <CopyText text={note} shown="copy" label={`note of checkpoint ${number}`} />
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
      {hasNextPage && (
        <div className="p-4">
          <Button onClick={() => void fetchNextPage()} busy={isFetchingNextPage}>
            Show earlier ones
          </Button>
        </div>
      )}
    </Sheet>
  )
}

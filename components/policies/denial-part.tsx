'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonList } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { deedOf } from '@/domain/policy/deed-words'
import { beyondPolicies } from '@/domain/policy/denial'
import { AccessList } from './access-list'
import { AskDialog } from './ask-dialog'
import type { AccessLine, DenialLine } from './policy-types'

const filters = {
  who: parseAsStringLiteral(['agent', 'person', 'token']),
  why: parseAsStringLiteral(['forbidden', 'unpermitted', 'checked']),
}

/** What was denied, and what is asked for since. */
export function DenialPart() {
  const trpc = useTRPC()
  const [{ who, why }, set] = useQueryStates(filters)
  const [asking, setAsking] = useState<DenialLine>()
  const access = useQuery(trpc.policies.access.queryOptions())
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(
      trpc.policies.denials.infiniteQueryOptions(
        { ...(who && { who }), ...(why && { why }) },
        { getNextPageParam: ({ nextCursor }) => nextCursor },
      ),
    )
  const denials = data?.pages.flatMap((page) => page.denials)
  const filtered = who !== null || why !== null
  return (
    <div className="h-full overflow-auto">
      {access.data && <AccessList access={access.data} />}
      {access.error && !access.data && (
        <ErrorState
          title="What is asked for could not be read"
          onRetry={access.refetch}
          retrying={access.isFetching}
        >
          {messageOf(access.error)}
        </ErrorState>
      )}
      <FilterBar>
        <h2 className="mr-2 font-strong">Denials</h2>
        <Filter
          name="Whose"
          value={who}
          options={[
            { value: 'agent', label: 'an agent’s' },
            { value: 'person', label: 'a person’s' },
            { value: 'token', label: 'a token’s' },
          ]}
          onValueChange={(value) => void set({ who: value })}
        />
        <Filter
          name="Why"
          value={why}
          options={[
            { value: 'forbidden', label: 'a policy forbids it' },
            { value: 'unpermitted', label: 'none permits it' },
            { value: 'checked', label: 'a check before a write' },
          ]}
          onValueChange={(value) => void set({ why: value })}
        />
      </FilterBar>
      {error && !data ? (
        <ErrorState title="The denials could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : !denials ? (
        <SkeletonList rows={6} />
      ) : denials.length === 0 ? (
        <EmptyState
          title={filtered ? 'No denial matches' : 'Nothing was denied here'}
          action={
            filtered && <Button onClick={() => void set({ who: null, why: null })}>Show all denials</Button>
          }
        >
          Whatever is denied stands here: a tool, a write, a model or somebody’s act, with the policy that
          forbids it, that none permits it, or what else stood in its way.
        </EmptyState>
      ) : (
        <>
          <DenialTable denials={denials} open={access.data?.open ?? []} onAsk={setAsking} />
          {hasNextPage && (
            <div className="px-5 py-3">
              <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Show older ones
              </Button>
            </div>
          )}
        </>
      )}
      {asking && <AskDialog key={asking.entry.id} line={asking} onClose={() => setAsking(undefined)} />}
    </div>
  )
}

function DenialTable({
  denials,
  open,
  onAsk,
}: {
  denials: readonly DenialLine[]
  /** What is asked for already. */
  open: readonly AccessLine[]
  onAsk: (line: DenialLine) => void
}) {
  return (
    <Table>
      <TableHead>
        <tr>
          <Th className="max-sm:hidden">When</Th>
          <Th className="max-sm:pl-4">Who</Th>
          <Th>Was not let</Th>
          <Th className="max-md:hidden">Why</Th>
          <Th className="max-lg:hidden">Where</Th>
          <Th className="max-sm:hidden">
            <span className="sr-only">What to do</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {denials.map((line) => {
          const { entry, because } = line
          const { deed, what } = deedOf(line)
          const isAsked = open.some((request) => isSame(request.denial, line.denial))
          const todo = <WhatToDo line={line} isAsked={isAsked} onAsk={() => onAsk(line)} />
          return (
            <Tr key={entry.id}>
              <Td className="text-fg-2 max-sm:hidden">
                <RelativeTime at={entry.at} focusable />
              </Td>
              <Td className="max-w-44 truncate max-sm:max-w-28 max-sm:py-1.5 max-sm:pl-4 max-sm:align-top">
                {entry.actor.name}
              </Td>
              <Td
                className="max-w-72 truncate max-sm:max-w-none max-sm:py-1.5 max-sm:pr-4 max-sm:[overflow-wrap:anywhere] max-sm:whitespace-normal"
                title={what || deed}
              >
                {deed} {what && <code className="font-mono text-12">{what}</code>}
                <span className="grid justify-items-start gap-1 text-12 text-fg-2 sm:hidden">
                  {because}
                  <RelativeTime at={entry.at} className="text-fg-3" />
                  {todo}
                </span>
              </Td>
              <Td wide className="text-fg-2 max-md:hidden" title={because}>
                {because}
              </Td>
              <Td className="max-w-52 truncate max-lg:hidden">
                {entry.run && (
                  <Link href={`/runs/${entry.run.id}`} className="rounded-4 text-accent-fg hover:underline">
                    {entry.run.title}
                  </Link>
                )}
              </Td>
              <Td numeric className="max-sm:hidden">
                {todo}
              </Td>
            </Tr>
          )
        })}
      </TableBody>
    </Table>
  )
}

/** Where policies decide it may be asked for; leave for a dearer model waits in the inbox already. */
function WhatToDo({
  line: { denial, leave },
  isAsked,
  onAsk,
}: {
  line: DenialLine
  isAsked: boolean
  onAsk: () => void
}) {
  if (leave)
    return (
      <Link href="/inbox" className="rounded-4 text-accent-fg hover:underline">
        Leave is asked for
      </Link>
    )
  if (isAsked) return <span className="text-12 text-fg-3">Asked for</span>
  return (
    denial &&
    beyondPolicies(denial) === undefined && (
      <Button size="sm" onClick={onAsk}>
        Ask to permit it
      </Button>
    )
  )
}

const isSame = (asked: AccessLine['denial'], denial: DenialLine['denial']): boolean =>
  denial !== null &&
  asked.action === denial.action &&
  asked.principal.id === denial.principal.id &&
  asked.resource.id === denial.resource.id

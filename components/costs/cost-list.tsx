'use client'

import type { Key, ReactNode } from 'react'
import { messageOf } from '@/components/shell/problems'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'

/** A short list of rules about money: its head, and its rows or why there are none. */
export function CostList<T>({
  id,
  title,
  detail,
  action,
  query: { data, error, refetch, isFetching },
  failed,
  empty,
  keyOf,
  children,
}: {
  /** Where links to it lead. */
  id?: string
  title: string
  detail: string
  /** The way to add to it. */
  action?: ReactNode
  query: { data: readonly T[] | undefined; error: unknown; refetch: () => unknown; isFetching: boolean }
  /** `The leaves could not be read` */
  failed: string
  empty: { title: string; says: ReactNode }
  keyOf: (row: T) => Key
  children: (row: T) => ReactNode
}) {
  return (
    <section id={id} aria-label={title} className="min-w-0 not-first:border-t not-first:border-line">
      <SectionHead title={title} detail={detail} end={action} />
      {Boolean(error) && !data && (
        <ErrorState title={failed} onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      )}
      {!data && !error && <SkeletonList rows={2} />}
      {data?.length === 0 && (
        <EmptyState className="mt-1" title={empty.title}>
          {empty.says}
        </EmptyState>
      )}
      <ul>
        {data?.map((row) => (
          <li
            key={keyOf(row)}
            className="flex min-h-9.5 items-center gap-3 border-t border-line px-5 py-1.5 max-sm:px-4"
          >
            {children(row)}
          </li>
        ))}
      </ul>
    </section>
  )
}

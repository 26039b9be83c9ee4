'use client'

import type { ReactNode } from 'react'
import { messageOf } from '@/components/shell/problems'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead } from '@/components/ui/table'

/** A list within the settings: its heading, the way to add to it, and its rows or why there are none. */
export function SettingsList({
  id,
  title,
  detail,
  add,
  query: { data, error, refetch, isFetching },
  failed,
  empty,
  head,
  columns,
  children,
}: {
  /** Of the heading, for links to it. */
  id: string
  title: string
  detail: ReactNode
  add: ReactNode
  query: {
    data: readonly unknown[] | undefined
    error: unknown
    refetch: () => unknown
    isFetching: boolean
  }
  /** `The tokens could not be read` */
  failed: string
  empty: { title: string; says: ReactNode }
  /** The cells of its head; so many columns. */
  head: ReactNode
  columns: number
  /** The rows. */
  children: ReactNode
}) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-3 flex items-center gap-3">
        <h2 id={id} className="font-strong">
          {title}
        </h2>
        <span className="text-fg-3 max-sm:hidden">{detail}</span>
        <span className="ml-auto">{add}</span>
      </div>
      {error && !data ? (
        <ErrorState title={failed} className="mx-0" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : data?.length === 0 ? (
        <EmptyState title={empty.title} className="m-0">
          {empty.says}
        </EmptyState>
      ) : (
        <div className="overflow-x-auto rounded-8 border border-line">
          <Table className="[&_td:first-child]:pl-4 [&_th:first-child]:pl-4">
            <TableHead>
              <tr>{head}</tr>
            </TableHead>
            <TableBody>
              {!data && <SkeletonRows rows={2} columns={columns} />}
              {children}
            </TableBody>
          </Table>
        </div>
      )}
    </section>
  )
}

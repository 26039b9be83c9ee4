'use client'

import Link from 'next/link'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import type { Wait } from './engine-types'

/** Runs of this workspace by what they wait for, each with the one that waits longest. */
export function WaitList({ waits }: { waits: Wait[] | undefined }) {
  const shown = waits?.filter(({ runs }) => runs > 0)
  return (
    <section aria-label="Runs that wait" className="border-b border-line">
      <SectionHead title="Runs wait for" end={<span className="text-fg-3">Runs, longest since</span>} />
      {!waits && <SkeletonList rows={3} />}
      {shown?.length === 0 && (
        <EmptyState className="mt-1" title="No run waits">
          Runs that wait for a person, a budget, a time to come, an event or their turn are counted here.
        </EmptyState>
      )}
      <ul>
        {shown?.map(({ kind, label, href, runs, oldestAt }) => (
          <li key={kind} className="border-t border-line">
            <Link
              href={href}
              className="flex h-9 items-center gap-3 px-5 -outline-offset-2 hover:bg-hover max-sm:px-4"
            >
              {label}
              <span className="ml-auto font-label">{runs.toLocaleString('en-US')}</span>
              <RelativeTime at={oldestAt} className="min-w-19 text-right text-fg-3" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

'use client'

import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import type { Chore, Engine } from './engine-types'

/** What each task removes, as people call it. */
const NAMES: Record<Chore['task'], string> = {
  branches: 'Branches of runs that are done',
  rate_limits: 'Expired rate limits',
  leases: 'Leases of lost workers',
  minutes: 'Counted minutes',
  events: 'Events of last week',
  messages: 'Ids of messages of last week',
  draft_edits: 'Edits of drafts of last month',
  presences: 'Windows that were closed on drafts',
  connection_calls: 'Calls of connections of last quarter',
  trials: 'Drafts as they were tried',
  trial_results: 'Earlier results of test cases',
  retention: 'Runs whose values were kept long enough',
}

/** What the engine's housekeeping removed last. */
export function HousekeepingList({ engine }: { engine: Engine | undefined }) {
  const order = Object.keys(NAMES) as Chore['task'][]
  const chores = engine?.housekeeping.toSorted((a, b) => order.indexOf(a.task) - order.indexOf(b.task))
  return (
    <section aria-label="Housekeeping">
      <SectionHead title="Housekeeping" detail="what it removed last" />
      {!chores && <SkeletonList rows={3} />}
      {chores?.length === 0 && (
        <p className="border-t border-line px-5 py-2 text-fg-3 max-sm:px-4">
          It has not run yet. A worker does it within seconds of its start.
        </p>
      )}
      <ul>
        {chores?.map(({ task, removedAt, removedLast, removedTotal }) => (
          <li key={task} className="flex h-9 items-center gap-3 border-t border-line px-5 max-sm:px-4">
            <span className="min-w-0 truncate" title={`${removedTotal.toLocaleString('en-US')} in all`}>
              {NAMES[task]}
              {task === 'branches' && engine && (
                <span className="text-fg-3"> for {engine.retentionHours} h</span>
              )}
            </span>
            {removedAt ? (
              <>
                <span className="ml-auto font-label">{removedLast.toLocaleString('en-US')}</span>
                <RelativeTime at={removedAt} className="min-w-19 text-right text-fg-3" />
              </>
            ) : (
              <span className="ml-auto text-fg-3">nothing yet</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

'use client'

import Link from 'next/link'
import { Fragment } from 'react'
import { counted } from '@/components/ui/counted'
import { STATUS } from '@/components/ui/status-chip'
import type { RunDetail } from './run-types'
import { standingOf } from './standing'

/** The runs that hold the slots a queued one waits for, what each of them waits for, and where the limit is set. */
export function QueuedBehind({
  team,
  queue,
  now,
}: {
  team: RunDetail['team']
  queue: NonNullable<RunDetail['queue']>
  now: number
}) {
  const { ahead, inFlight } = queue
  const more = inFlight - ahead.length
  return (
    <span className="text-fg-2">
      {' '}
      {ahead.length > 0 && (
        <>
          In flight:{' '}
          {ahead.map((run, index) => {
            const { status, word = STATUS[status].word } = standingOf(run, now)
            return (
              <Fragment key={run.id}>
                {index > 0 && '; '}
                <Link
                  href={`/runs/${run.id}`}
                  className="font-label text-fg underline underline-offset-2 hover:text-accent-fg"
                >
                  {run.title}
                </Link>{' '}
                ({word.charAt(0).toLowerCase() + word.slice(1)})
              </Fragment>
            )
          })}
          {more > 0 && ` and ${counted(more, 'other', 'others')}`}.{' '}
        </>
      )}
      <Link
        href={`/teams/${team.slug}/triggers`}
        className="font-label text-fg underline underline-offset-2 hover:text-accent-fg"
      >
        Limit of the team
      </Link>
    </span>
  )
}

'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RunDetail } from '../run-types'
import { Block } from '../step/block'

/** The run that it does once more, those that do it once more, and each time that it went on after it was over; nothing for most. */
export function Lineage({ run }: { run: RunDetail }) {
  const { restartedFrom, restarts, continued } = run
  if (!restartedFrom && restarts.length === 0 && continued.length === 0) return null
  return (
    <Block title="Taken up">
      <ul className="grid gap-1 text-fg-2">
        {restartedFrom && (
          <li>
            Does <To id={restartedFrom}>an earlier run</To> once more.
          </li>
        )}
        {continued.map(({ at, by, from, before, now }) => (
          <li key={at}>
            {from === 'person' ? 'Put to a person again' : 'Went on where it had stopped'}{' '}
            <RelativeTime at={new Date(at)} />, by {by.name}
            {before.id !== now.id && `, in v${now.number} from then on and v${before.number} until then`}.
          </li>
        ))}
        {restarts.map(({ id, createdAt }) => (
          <li key={id}>
            <To id={id}>Started once more</To> <RelativeTime at={createdAt} />.
          </li>
        ))}
      </ul>
    </Block>
  )
}

const To = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link href={`/runs/${id}`} className="rounded-4 text-fg underline underline-offset-2">
    {children}
  </Link>
)

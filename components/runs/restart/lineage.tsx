'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RunDetail } from '../run-types'
import { Block } from '../step/block'

/** The run that it does once more, those that do it once more, and each time that it went on after it was over; nothing for most. */
export function Lineage({ run }: { run: RunDetail }) {
  const told = sentences(run)
  if (told.length === 0) return null
  return (
    <Block title="Taken up">
      <ul className="grid gap-1 text-fg-2">
        {told.map(({ key, says }) => (
          <li key={key}>{says}</li>
        ))}
      </ul>
    </Block>
  )
}

/** As many as fit above the graph; all of them stand in the panel of the whole run. */
const IN_LINE = 3

/** The same above the graph, whatever is selected: the latest first. */
export function LineageLine({ run }: { run: RunDetail }) {
  const told = sentences(run).reverse()
  if (told.length === 0) return null
  return (
    <ul
      aria-label="How it was taken up"
      className="flex shrink-0 flex-wrap gap-x-4.5 gap-y-1 border-b border-line px-4 py-1.5 text-fg-2"
    >
      {told.slice(0, IN_LINE).map(({ key, says }) => (
        <li key={key}>{says}</li>
      ))}
      {told.length > IN_LINE && <li className="text-fg-3">and {told.length - IN_LINE} times before</li>}
    </ul>
  )
}

/** By whom, when and which way, oldest first. */
function sentences({ restartedFrom, startedBy, createdAt, restarts, continued }: RunDetail): {
  key: string
  says: ReactNode
}[] {
  return [
    ...(restartedFrom
      ? [
          {
            key: restartedFrom,
            says: (
              <>
                Does <To id={restartedFrom}>an earlier run</To> once more, started by {startedBy.name}{' '}
                <RelativeTime at={createdAt} />.
              </>
            ),
          },
        ]
      : []),
    ...continued.map(({ at, by, from, before, now }) => ({
      key: at,
      says: (
        <>
          {from === 'person' ? 'Put to a person again' : 'Went on where it had stopped'}{' '}
          <RelativeTime at={new Date(at)} />, by {by.name}
          {before.id !== now.id && `, in v${now.number} from then on and v${before.number} until then`}.
        </>
      ),
    })),
    ...restarts.map(({ id, createdAt, by }) => ({
      key: id,
      says: (
        <>
          <To id={id}>Started once more</To> <RelativeTime at={createdAt} />, by {by.name}.
        </>
      ),
    })),
  ]
}

const To = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link href={`/runs/${id}`} className="rounded-4 text-fg underline underline-offset-2">
    {children}
  </Link>
)

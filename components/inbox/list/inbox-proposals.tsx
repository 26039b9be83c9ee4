'use client'

import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ListRowProps } from '@/components/ui/use-list-keys'
import type { WaitingProposal } from '../inbox-types'

/** Versions that wait for this person to agree, above the reviews; each is decided beside what it changes. */
export function InboxProposals({
  proposals,
  rowProps,
}: {
  proposals: readonly WaitingProposal[]
  /** By place among them. */
  rowProps: (index: number) => ListRowProps
}) {
  if (proposals.length === 0) return null
  return (
    <section aria-label="Versions to approve">
      <h2 className="border-b border-line bg-sunken px-3.5 py-1.25 text-12 text-fg-3">Versions to approve</h2>
      <ul>
        {proposals.map(({ id, team, slug, note, proposedBy, proposedAt }, index) => (
          <li key={id}>
            <Link
              {...rowProps(index)}
              href={`/teams/${slug}?versions=${id}`}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-px border-b border-line px-3.5 pt-2.25 pb-2.5 -outline-offset-2 hover:bg-hover"
            >
              <b className="line-clamp-2 font-label break-words">Approve a version of {team}</b>
              <RelativeTime at={proposedAt} className="text-12 leading-5 text-fg-3" />
              {note && (
                <span title={note} className="col-span-2 line-clamp-2 break-words text-fg-2">
                  {note}
                </span>
              )}
              <span className="col-span-2 truncate text-12 text-fg-3">proposed by {proposedBy}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

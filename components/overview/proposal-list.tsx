'use client'

import { History } from 'lucide-react'
import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Overview } from './overview-types'

/** Versions that wait for this person to agree, each a way to what it changes. */
export function ProposalList({ proposals }: { proposals: Overview['proposals'] }) {
  if (proposals.length === 0) return null
  return (
    <ul aria-label="Versions to approve">
      {proposals.map(({ id, team, slug, note, proposedBy, proposedAt }) => (
        <li key={id} className="border-t border-line">
          <Link
            href={`/teams/${slug}?versions=${id}`}
            className="grid h-9.5 grid-cols-[16px_minmax(0,1fr)_auto_76px] items-center gap-2.5 px-5 -outline-offset-2 hover:bg-hover max-sm:h-auto max-sm:grid-cols-[16px_minmax(0,1fr)_auto] max-sm:px-4 max-sm:py-2.5"
          >
            <History className="size-4 text-fg-3" aria-hidden />
            <span className="flex min-w-0 gap-2 max-sm:block">
              <b className="truncate font-label max-sm:block">Approve a version of {team}</b>
              <span className="shrink-[100] truncate text-fg-3 max-sm:block">{note}</span>
            </span>
            <span className="text-fg-3 max-sm:hidden">{proposedBy}</span>
            <RelativeTime at={proposedAt} className="text-right text-fg-2" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

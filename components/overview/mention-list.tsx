'use client'

import { useQuery } from '@tanstack/react-query'
import { AtSign } from 'lucide-react'
import Link from 'next/link'
import { shownText } from '@/components/canvas/comments/mention-text'
import { usePeople } from '@/components/canvas/comments/use-people'
import { useTRPC } from '@/components/shell/trpc'
import { figure } from '@/components/ui/counted'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'

/** Comments that mention whoever looks, until they have looked at them; nothing where there are none. */
export function MentionList() {
  const { all } = usePeople()
  const { data = [] } = useQuery(useTRPC().comments.mentions.queryOptions())
  if (data.length === 0) return null
  return (
    <section aria-label="Mentions" className="border-b border-line">
      <SectionHead title="You are mentioned" detail={`${figure(data.length)} not seen yet`} />
      <ul>
        {data.map(({ comment, thread, team, by, on, text, at }) => (
          <li key={comment} className="border-t border-line">
            <Link
              href={`/teams/${team.slug}?comment=${thread}`}
              className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2.5 px-5 py-2 -outline-offset-2 hover:bg-hover max-sm:px-4"
            >
              <AtSign className="size-4 text-fg-3" aria-hidden />
              <span className="min-w-0 truncate">
                <b className="font-label">{by}</b>{' '}
                <span className="text-fg-2">on {on === team.name ? on : `${on}, ${team.name}`}</span>
              </span>
              <RelativeTime at={at} className="text-12 text-fg-3" />
              <span className="col-start-2 truncate text-12 text-fg-2">{shownText(text, all)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

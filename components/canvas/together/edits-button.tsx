'use client'

import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonList } from '@/components/ui/skeleton'
import { sayEdits } from '../model/say-edits'
import { useStudio } from '../studio/studio-context'

/** Shows who edited the draft last, and what. */
export function EditsButton({ revision }: { revision: number }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton size="sm" icon={History} label="Last edits" onClick={() => setOpen(true)} />
      <Sheet open={open} onOpenChange={setOpen} title="Last edits of this draft">
        {open && <Edits revision={revision} />}
      </Sheet>
    </>
  )
}

function Edits({ revision }: { revision: number }) {
  const { slug, document } = useStudio()
  const { data, error, refetch } = useQuery({
    ...useTRPC().teams.recentEdits.queryOptions({ slug }),
    // Read again when the draft moves while the list is open.
    queryHash: `recent edits ${slug} ${revision}`,
    placeholderData: (before) => before,
  })
  if (error && !data)
    return (
      <ErrorState title="The edits could not be read" onRetry={() => refetch()}>
        {messageOf(error)}
      </ErrorState>
    )
  if (!data) return <SkeletonList rows={6} />
  if (data.length === 0)
    return (
      <EmptyState title="No edits yet">Here is who changed what, for a month from each edit on.</EmptyState>
    )
  return (
    <ol>
      {data.map(({ revision: made, by, at, commands }) => (
        <li key={made} className="grid gap-px border-b border-line px-4 py-2">
          <span className="flex items-center gap-2">
            <b className="font-label">{by.name}</b>
            <RelativeTime at={at} className="ml-auto text-12 text-fg-3" focusable />
          </span>
          <span className="break-words text-fg-2">{sayEdits(document, commands)}</span>
        </li>
      ))}
    </ol>
  )
}

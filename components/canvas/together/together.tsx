'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryState } from 'nuqs'
import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { useStudio } from '../studio/studio-context'
import type { RouterOutputs } from './outputs'
import { usePresence, type Present } from './use-presence'

export type Thread = RouterOutputs['comments']['list'][number]

interface Together {
  others: Present[]
  /** Undefined until they are read. */
  threads: Thread[] | undefined
  failed: { message: string; again: () => void } | undefined
  /** The panel of comments; `thread` is the one that an address or a marker leads to. */
  open: boolean
  setOpen: (open: boolean) => void
  thread: string | null
  show: (thread: string | null) => void
}

const TogetherContext = createContext<Together | undefined>(undefined)

/** Who else is at the draft, and what is said about it: for the bar, the canvas and the panel. */
export function TogetherProvider({
  team,
  children,
}: {
  team: { id: string; slug: string }
  children: ReactNode
}) {
  const { selection } = useStudio()
  const others = usePresence(team, selection)
  const { data, error, refetch } = useQuery(useTRPC().comments.list.queryOptions({ slug: team.slug }))
  const [thread, setThread] = useQueryState('comment')
  const [open, setOpen] = useState(thread !== null)
  const value = useMemo(
    (): Together => ({
      others,
      threads: data,
      failed: error ? { message: messageOf(error), again: () => void refetch() } : undefined,
      open,
      setOpen: (next) => {
        setOpen(next)
        if (!next) void setThread(null)
      },
      thread,
      show: (next) => {
        void setThread(next)
        if (next !== null) setOpen(true)
      },
    }),
    [others, data, error, refetch, open, thread, setThread],
  )
  return <TogetherContext value={value}>{children}</TogetherContext>
}

export function useTogether(): Together {
  const together = use(TogetherContext)
  if (!together) throw new Error('useTogether outside the studio')
  return together
}

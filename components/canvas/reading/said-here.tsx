'use client'

import { MessageSquare } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { countComments } from '../comments/open-by-place'
import { useTogether, type Thread } from '../together/together'

/** How much is said about a node or a handoff that is open; leads to it. */
export function SaidHere({ threads, about }: { threads: Thread[] | undefined; about: string }) {
  const { show } = useTogether()
  if (!threads) return null
  const unseen = threads.find((thread) => thread.unseen)
  const words = counted(countComments(threads), 'comment')
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={MessageSquare}
      aria-label={`${words} on ${about}${unseen ? ', you are mentioned' : ''}`}
      className="ml-2"
      onClick={() => show((unseen ?? threads[0])?.id ?? null)}
    >
      {words}
      {unseen && <span className="text-accent-fg">mentions you</span>}
    </Button>
  )
}

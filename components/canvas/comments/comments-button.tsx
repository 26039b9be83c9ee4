'use client'

import { MessageSquare } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useTogether } from '../together/together'

/** Opens the comments; a dot says that one mentions whoever looks. */
export function CommentsButton() {
  const { threads = [], open, setOpen } = useTogether()
  const count = threads.filter(({ resolved }) => !resolved).length
  const unseen = threads.some((thread) => thread.unseen)
  useHotkeys([{ label: 'Comments', run: () => setOpen(!open) }])
  return (
    <Button
      icon={MessageSquare}
      aria-pressed={open}
      aria-label={['Comments', count > 0 && `${figure(count)} open`, unseen && 'you are mentioned']
        .filter(Boolean)
        .join(', ')}
      title={unseen ? 'You are mentioned in a comment' : 'Comments on this team and its parts'}
      onClick={() => setOpen(!open)}
      className="relative"
    >
      {count > 0 && <span aria-hidden>{figure(count)}</span>}
      {unseen && (
        <span
          aria-hidden
          className="absolute -top-0.75 -right-0.75 size-2 rounded-full border border-page bg-accent"
        />
      )}
    </Button>
  )
}

'use client'

import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

type Show = 'mine' | 'all' | 'done'

/** The list without rows. */
export function NothingHere(props: { show: Show; others: number; onAll: () => void }) {
  const { show, others, onAll } = props
  if (show === 'done') {
    return (
      <EmptyState title="Nothing is decided yet" className="m-3">
        Every verdict stays here, with who gave it and why.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={show === 'mine' ? 'Nothing waits for you' : 'Nothing waits'}
      className="m-3"
      action={
        show === 'mine' &&
        others > 0 && (
          <Button onClick={onAll} className="max-sm:h-11">
            {others === 1 ? 'Show the one for others' : `Show the ${others} for others`}
          </Button>
        )
      }
    >
      Runs stop here when a gate, a failed step or a budget asks for a person.
    </EmptyState>
  )
}

/** Beside an empty list: what will stand here. */
export function NothingOpen({ show }: { show: Show }) {
  return (
    <p className="grid h-full place-content-center px-8 text-center text-fg-3">
      {show === 'done'
        ? 'A decided review shows what was seen, what was said, and what it bound to.'
        : 'A review opens here by itself: the question, what changes outside, and how it came to you.'}
    </p>
  )
}

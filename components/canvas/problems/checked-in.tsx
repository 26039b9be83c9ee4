'use client'

import { CircleX } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { useStudio } from '../studio/studio-context'

const STOPPED = {
  slow: 'Checking takes too long: contracts or expressions are too involved',
  failed: 'The checks stopped',
}

/** How many proofs hold, and how long it took to find out; or that this is not known of the last edit yet. */
export function CheckedIn() {
  const { proof, proofOf, checking, checkAgain } = useStudio()
  const held = proof.checks.filter((check) => check.held).length
  if (checking.is === 'stopped')
    return (
      <span role="alert" className="inline-flex items-center gap-2 text-12 whitespace-nowrap">
        <CircleX className="size-3.5 text-failed-fg" aria-hidden />
        {STOPPED[checking.why]}
        {'said' in checking && (
          <span className="max-w-80 truncate" title={checking.said}>
            ({checking.said})
          </span>
        )}
        {proofOf && '; the list is of an earlier state'}
        <Button size="sm" onClick={checkAgain}>
          Check again
        </Button>
      </span>
    )
  if (!proofOf) return <Skeleton className="w-40" />
  return (
    <span className="text-12 whitespace-nowrap text-fg-3 tabular-nums max-sm:hidden">
      {held} of {proof.checks.length} proofs hold,{' '}
      {checking.is === 'checking' ? 'checking…' : `checked in ${shownMs(checking.ms)}`}
    </span>
  )
}

/** Below a millisecond is one: nothing takes no time. */
const shownMs = (ms: number): string =>
  ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`

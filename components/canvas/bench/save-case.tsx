'use client'

import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { CaseDialog } from './case-dialog'

/** Keeps a try as a test case: what to expect is proposed from how it went, and each point can be edited or taken out. */
export function SaveCase({
  slug,
  trial,
  onClose,
  onKept,
}: {
  slug: string
  trial: string
  onClose: () => void
  onKept: () => void
}) {
  const proposed = useQuery(
    useTRPC().bench.propose.queryOptions({ slug, trial }, { staleTime: Infinity, retry: false }),
  )
  if (proposed.error)
    return (
      <ErrorState className="m-0" title="Nothing could be proposed" onRetry={() => proposed.refetch()}>
        {messageOf(proposed.error)}
      </ErrorState>
    )
  if (!proposed.data) return null
  const { kind, tried, expect } = proposed.data
  return (
    <CaseDialog
      slug={slug}
      title="Save as a test case"
      initial={{ name: '', kind, ...tried, expect }}
      onClose={onClose}
      onKept={onKept}
    />
  )
}

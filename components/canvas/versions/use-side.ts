'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import type { Bundle } from '@/domain/team/bundle'
import type { Proof } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import { nothingBefore, sideOfDraft, sideOfVersion, type Side } from '@/domain/team/side'
import { useStudio } from '../studio/studio-context'
import type { SideRef } from './side-ref'

/** A side with what is known of its handoffs, to draw them by. */
export interface DrawnSide extends Side {
  carried: Proof['carried']
  fits: Proof['fits']
}

export interface LoadedSide {
  side: DrawnSide | undefined
  error: unknown
  retry: () => void
}

/** One side of a comparison; the draft is the one that is edited here, unsaved edits and all. */
export function useSide(ref: SideRef): LoadedSide {
  const trpc = useTRPC()
  const { slug, document, surroundings, proof } = useStudio()
  const version = useQuery(
    trpc.teams.version.queryOptions(
      ref.kind === 'version' ? { slug, number: ref.number } : skipToken,
      // A version never changes.
      { staleTime: Infinity },
    ),
  )
  const proposal = useQuery(
    trpc.publishing.proposal.queryOptions(ref.kind === 'proposal' ? { id: ref.id } : skipToken),
  )
  const stored = ref.kind === 'version' ? version.data : ref.kind === 'proposal' ? proposal.data : undefined
  const side = useMemo((): DrawnSide | undefined => {
    if (ref.kind === 'draft')
      return { ...sideOfDraft(document, surroundings), carried: proof.carried, fits: proof.fits }
    if (ref.kind === 'none') return { ...nothingBefore(document), carried: {}, fits: {} }
    return stored && ofBundle(stored.document, stored.bundle)
  }, [ref.kind, document, surroundings, proof, stored])
  const { error, refetch } = ref.kind === 'proposal' ? proposal : version
  return { side, error: side ? null : error, retry: () => void refetch() }
}

/** What was published was proved: what crosses its handoffs stands in what runs, and fits. */
function ofBundle(document: TeamDocument, bundle: Bundle): DrawnSide {
  const edges = Object.values(bundle.next).flat()
  return {
    ...sideOfVersion(document, bundle),
    carried: Object.fromEntries(edges.map(({ id, carries }) => [id, carries])),
    fits: {},
  }
}

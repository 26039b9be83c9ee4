'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { diffDocuments } from '@/domain/team/diff'
import { useStudio } from './studio-context'
import type { StudioData } from './studio-data'

/** Whether a run would notice what was drawn since the published version. */
export function useDraftChanged(team: StudioData['team']): boolean {
  const { document } = useStudio()
  const number = team.published?.number
  const { data } = useQuery({
    ...useTRPC().teams.version.queryOptions({ slug: team.slug, number: number ?? 0 }),
    enabled: number !== undefined,
  })
  return useMemo(() => data !== undefined && diffDocuments(data.document, document).matters, [data, document])
}

'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { changesBetween } from '@/domain/team/changes'
import { sideOfDraft, sideOfVersion } from '@/domain/team/side'
import { useStudio } from './studio-context'
import type { StudioData } from './studio-data'

/**
 * Whether a run would notice what changed since a version, the newest unless said otherwise: in what is drawn, and in the
 * agents, connections and teams that it names. False while there is no version.
 */
export function useDraftChanged(team: StudioData['team'], number: number = team.versions): boolean {
  const { document, surroundings } = useStudio()
  const { data } = useQuery(
    useTRPC().teams.version.queryOptions(number > 0 ? { slug: team.slug, number } : skipToken, {
      staleTime: Infinity,
    }),
  )
  return useMemo(
    () =>
      data !== undefined &&
      changesBetween(sideOfVersion(data.document, data.bundle), sideOfDraft(document, surroundings)).some(
        ({ matters }) => matters,
      ),
    [data, document, surroundings],
  )
}

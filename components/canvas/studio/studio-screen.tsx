'use client'

import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect } from 'react'
import { NotFoundScreen } from '@/components/shell/not-found-screen'
import { Page } from '@/components/shell/page'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { warmWorker } from '../proof/proof-line'
import { StudioSkeleton } from './studio-skeleton'
import { StudioView } from './studio-view'

/** The studio of one team; loaded in the browser only. */
export default function StudioScreen({ slug }: { slug: string }) {
  const trpc = useTRPC()
  useEffect(warmWorker, [])
  const team = useQuery(trpc.teams.get.queryOptions({ slug }))
  const surroundings = useQuery(trpc.teams.surroundings.queryOptions())
  const agents = useQuery(trpc.agents.list.queryOptions())
  const failed = [team, surroundings, agents].filter(({ error }) => error !== null)
  if (team.data && surroundings.data && agents.data) {
    return (
      <ReactFlowProvider>
        <StudioView key={slug} team={team.data} surroundings={surroundings.data} agents={agents.data} />
      </ReactFlowProvider>
    )
  }
  if (codeOf(team.error) === 'NOT_FOUND') return <NotFoundScreen what="team" />
  return (
    <Page title="Team" crumbs={[{ label: 'Teams', href: '/teams' }]} scroll={false}>
      {failed[0] ? (
        <ErrorState
          title="The team could not be opened"
          onRetry={() => Promise.all(failed.map((query) => query.refetch()))}
          retrying={failed.some(({ isFetching }) => isFetching)}
        >
          {messageOf(failed[0].error)}
        </ErrorState>
      ) : (
        <StudioSkeleton />
      )}
    </Page>
  )
}

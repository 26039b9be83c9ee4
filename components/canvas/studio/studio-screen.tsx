'use client'

import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { NotFoundScreen } from '@/components/shell/not-found-screen'
import { Page } from '@/components/shell/page'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { StudioView } from './studio-view'

/** The studio of one team; loaded in the browser only. */
export default function StudioScreen({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const team = useQuery(trpc.teams.get.queryOptions({ slug }))
  const surroundings = useQuery(trpc.teams.surroundings.queryOptions())
  const agents = useQuery(trpc.agents.list.queryOptions())
  const failed = [team, surroundings, agents].find(({ error }) => error !== null)
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
      {failed ? (
        <ErrorState title="The team could not be opened" onRetry={() => failed.refetch()}>
          {messageOf(failed.error)}
        </ErrorState>
      ) : (
        <StudioSkeleton />
      )}
    </Page>
  )
}

function StudioSkeleton() {
  return (
    <div className="flex h-full" aria-busy="true">
      <div className="grid w-46 content-start gap-4 border-r border-line p-4 max-md:hidden">
        {Array.from({ length: 8 }, (_, row) => (
          <Skeleton key={row} className="w-28" />
        ))}
      </div>
      <div className="flex-1 bg-sunken" />
      <div className="grid w-110 content-start gap-4 border-l border-line p-4 max-lg:hidden">
        <Skeleton className="w-40" />
        <Skeleton className="w-72" />
        <Skeleton className="w-64" />
      </div>
    </div>
  )
}

'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { StopSwitch } from './switch'

/** The kill switches: the workspace's and each team's. An agent's stands on its card. */
export function StopSection() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { workspace } = useSession()
  const [mayAll, mayTeam] = [useMay('workspace.stop'), useMay('team.stop')]
  const stops = useQuery(trpc.stops.list.queryOptions(undefined, { refetchInterval: 5000 }))
  const teams = useQuery(trpc.teams.list.queryOptions({}))
  const onSuccess = () => queryClient.invalidateQueries()
  const stopAll = useMutation(trpc.stops.stopWorkspace.mutationOptions({ onSuccess }))
  const resumeAll = useMutation(trpc.stops.resumeWorkspace.mutationOptions({ onSuccess }))
  const stopTeam = useMutation(trpc.stops.stopTeam.mutationOptions({ onSuccess }))
  const resumeTeam = useMutation(trpc.stops.resumeTeam.mutationOptions({ onSuccess }))
  const name = workspace?.name ?? ''
  const off = stops.data?.stops
  const error = stops.error ?? teams.error
  return (
    <section aria-labelledby="stops">
      <h2 id="stops" className="font-strong">
        Stop
      </h2>
      <p className="mb-2 text-fg-2">
        Whatever is stopped here stands still within two seconds and loses nothing.{' '}
        {stops.data &&
          stops.data.held > 0 &&
          `${counted(stops.data.held, 'run stands', 'runs stand')} still now.`}
      </p>
      {error && !off ? (
        <ErrorState
          title="The switches could not be read"
          onRetry={() => Promise.all([stops.refetch(), teams.refetch()])}
          retrying={stops.isFetching}
          className="mx-0"
        >
          {messageOf(error)}
        </ErrorState>
      ) : !off || !teams.data ? (
        <SkeletonList rows={3} />
      ) : (
        <ul className="border-b border-line">
          <StopSwitch
            name={`The whole workspace ${name}`}
            called={`the whole workspace ${name}`}
            stop={off.find(({ scope }) => scope === 'workspace')}
            may={mayAll}
            what="Every team and agent"
            typing={name}
            onStop={(reason) => stopAll.mutateAsync({ reason })}
            onResume={(reason) => resumeAll.mutateAsync({ reason })}
          />
          {teams.data.map(({ id, slug, name }) => (
            <StopSwitch
              key={id}
              name={name}
              stop={off.find(({ scope, subject }) => scope === 'team' && subject === id)}
              may={mayTeam}
              what="This team"
              onStop={(reason) => stopTeam.mutateAsync({ slug, reason })}
              onResume={(reason) => resumeTeam.mutateAsync({ slug, reason })}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

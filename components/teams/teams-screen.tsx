'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { TeamsTable } from './teams-table'

/** Teams with their health and last runs. */
export function TeamsScreen() {
  const router = useRouter()
  const mayEdit = useMay('team.edit')
  const [{ q, show }, setFilter] = useQueryStates({
    q: parseAsString.withDefault(''),
    show: parseAsStringLiteral(['active', 'archived']).withDefault('active'),
  })
  const { data, error, refetch, isFetching } = useQuery(
    useTRPC().teams.list.queryOptions({ archived: show === 'archived' }),
  )
  const wanted = q.trim().toLowerCase()
  const teams = data?.filter(({ name, goal, slug }) =>
    `${name} ${goal} ${slug}`.toLowerCase().includes(wanted),
  )
  useHotkeys([
    {
      keys: '/',
      label: 'Find a team',
      run: () => document.querySelector<HTMLInputElement>('#find-team')?.focus(),
    },
  ])
  useHotkeys([{ keys: 'n', label: 'New team', run: () => router.push('/teams/new') }], mayEdit)
  return (
    <Page
      title="Teams"
      live
      detail={data && counted(data.length, 'team')}
      scroll={false}
      className="grid grid-rows-[auto_minmax(0,1fr)]"
      actions={
        mayEdit && (
          <Button variant="primary" asChild>
            <Link href="/teams/new">
              <Plus className="size-3.5" aria-hidden />
              New team
            </Link>
          </Button>
        )
      }
    >
      <FilterBar>
        <SearchInput
          id="find-team"
          label="Find a team"
          value={q}
          onValueChange={(text) => void setFilter({ q: text || null })}
        />
        <SegmentedControl
          label="Which teams"
          value={show}
          onValueChange={(next) => void setFilter({ show: next === 'active' ? null : next })}
          options={[
            { value: 'active', label: 'In use' },
            { value: 'archived', label: 'Archived' },
          ]}
        />
      </FilterBar>
      {error ? (
        <ErrorState title="The teams could not be read" onRetry={() => refetch()} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : teams?.length === 0 ? (
        <Nothing
          searched={wanted !== ''}
          archived={show === 'archived'}
          onClear={() => void setFilter(null)}
        />
      ) : (
        <div className="min-h-0 overflow-auto">
          <TeamsTable teams={teams} />
        </div>
      )}
    </Page>
  )
}

function Nothing({
  searched,
  archived,
  onClear,
}: {
  searched: boolean
  archived: boolean
  onClear: () => void
}) {
  const mayEdit = useMay('team.edit')
  if (searched)
    return (
      <EmptyState title="No team is called that" action={<Button onClick={onClear}>Show all</Button>}>
        The search looks at names, goals and addresses.
      </EmptyState>
    )
  if (archived)
    return (
      <EmptyState
        title="No team is archived"
        action={<Button onClick={onClear}>Show the ones in use</Button>}
      >
        An archived team starts no runs; its versions, runs and record stay.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No teams yet"
      action={
        mayEdit && (
          <Button variant="primary" asChild>
            <Link href="/teams/new">Start from a template</Link>
          </Button>
        )
      }
    >
      A team is a process drawn as a graph of agents, gates and actions. Templates are a working start.
    </EmptyState>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useRef } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { AgentCard } from './agent-card'
import { AgentSheet } from './agent-sheet'
import type { ListedAgent } from './agent-types'
import { SightMatrix } from './sight-matrix'

const filters = {
  q: parseAsString.withDefault(''),
  owner: parseAsString,
  team: parseAsString,
  agent: parseAsString,
  add: parseAsBoolean,
  sees: parseAsString,
  for: parseAsString,
}

/** Agents as colleagues: job, means, limits, how they do; and which of them sees what. */
export function AgentsScreen() {
  const trpc = useTRPC()
  const { workspace } = useSession()
  const mayEdit = useMay('agent.edit')
  const [{ q, owner, team, agent, add, sees, for: purpose }, set] = useQueryStates(filters)
  const { data: all, error, refetch, isFetching } = useQuery(trpc.agents.list.queryOptions())
  const { data: teams } = useQuery(trpc.teams.list.queryOptions({}))
  const search = useRef<HTMLInputElement>(null)
  const create = () => void set({ add: true, agent: null })
  useHotkeys([
    { keys: '/', label: 'Find an agent', run: () => search.current?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: 'New agent', run: create }] : []),
  ])
  const shown = all?.filter(matching({ q, owner, team }))
  const owners = [...new Set(all?.map(({ definition }) => definition.owner))].sort()
  const chosen = all?.find(({ slug }) => slug === agent)
  const newButton = mayEdit && (
    <Button icon={Plus} kbd="N" onClick={create}>
      New agent
    </Button>
  )
  return (
    <Page
      title="Agents"
      detail={all && `${figure(all.length)} in ${workspace?.name ?? ''}`}
      actions={newButton}
      scroll={false}
    >
      <div className="grid h-full grid-rows-[auto_minmax(0,1fr)]">
        <FilterBar>
          <SearchInput
            ref={search}
            label="Find an agent"
            value={q}
            onValueChange={(text) => void set({ q: text || null })}
          />
          <Filter
            name="Owner"
            value={owner}
            options={owners.map((value) => ({ value, label: value }))}
            onValueChange={(value) => void set({ owner: value })}
          />
          <Filter
            name="Team"
            value={team}
            options={(teams ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
            onValueChange={(value) => void set({ team: value, sees: null, for: null })}
          />
        </FilterBar>
        <div className="min-h-0 overflow-auto" tabIndex={shown?.length ? undefined : 0}>
          {error && !all && (
            <ErrorState title="The agents could not be read" onRetry={refetch} retrying={isFetching}>
              {messageOf(error)}
            </ErrorState>
          )}
          {all?.length === 0 && (
            <EmptyState title="No agent works here yet" action={newButton}>
              An agent has a job, a person who answers for it, a clearance, tools and a budget. Its card
              appears here with how it does; teams place it in their drawings.
            </EmptyState>
          )}
          {!!all?.length && shown?.length === 0 && (
            <EmptyState
              title="No agent matches"
              action={
                <Button onClick={() => void set({ q: null, owner: null, team: null })}>
                  Show all agents
                </Button>
              }
            >
              None has this name or job, this owner and works in this team.
            </EmptyState>
          )}
          <div className="grid grid-cols-3 gap-3 p-5 empty:hidden max-xl:grid-cols-2 max-md:grid-cols-1 max-sm:p-4">
            {!all && !error && <CardSkeletons />}
            {shown?.map((each) => (
              <AgentCard
                key={each.slug}
                agent={each}
                onOpen={() => void set({ agent: each.slug, add: null })}
              />
            ))}
          </div>
          {teams && (
            <SightMatrix
              teams={teams}
              chosen={sees ?? team}
              onChoose={(slug) => void set({ sees: slug === team ? null : slug, for: null })}
              purpose={purpose}
              onPurpose={(next) => void set({ for: next })}
              onOpen={(slug) => void set({ agent: slug, add: null })}
            />
          )}
        </div>
      </div>
      {(chosen ?? (add && mayEdit)) && (
        <AgentSheet
          key={chosen?.slug ?? 'new'}
          agent={chosen}
          onClose={() => void set({ agent: null, add: null })}
        />
      )}
      {agent && all && !chosen && <Gone slug={agent} onClose={() => void set({ agent: null })} />}
    </Page>
  )
}

function Gone({ slug, onClose }: { slug: string; onClose: () => void }) {
  return (
    <div className="absolute right-4 bottom-4 w-90 max-w-[calc(100vw-32px)] rounded-8 bg-raised shadow-pop">
      <ErrorState
        className="m-0"
        title={`There is no agent “${slug}”`}
        action={<Button onClick={onClose}>Close</Button>}
      >
        It may have been imported elsewhere, or the address is mistyped.
      </ErrorState>
    </div>
  )
}

const matching =
  ({ q, owner, team }: { q: string; owner: string | null; team: string | null }) =>
  ({ slug, definition, teams }: ListedAgent): boolean => {
    const wanted = q.trim().toLowerCase()
    return (
      (!wanted || `${definition.name} ${slug} ${definition.job}`.toLowerCase().includes(wanted)) &&
      (!owner || definition.owner === owner) &&
      (!team || teams.some((each) => each.slug === team))
    )
  }

function CardSkeletons() {
  return Array.from({ length: 6 }, (_, index) => (
    <div
      key={index}
      aria-hidden
      className="grid h-[170px] content-start gap-3 rounded-8 border border-line p-3.5"
    >
      <Skeleton className="w-32" />
      <Skeleton className="w-52" />
      <Skeleton className="w-64" />
      <Skeleton className="mt-6 h-5 w-full" />
    </div>
  ))
}

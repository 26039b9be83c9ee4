'use client'

import { useQuery } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { useTRPC } from '@/components/shell/trpc'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { SPAN_OPTIONS } from '@/components/ui/since'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { RunFilterState } from './use-run-filter'

const COSTS = [0.001, 0.01, 0.1, 1, 10]

/** Which runs to show, beside their state; and at the right what can be done with them. */
export function RunFilters({ filter: { state, set }, end }: { filter: RunFilterState; end: ReactNode }) {
  const search = useRef<HTMLDivElement>(null)
  useHotkeys([
    {
      keys: '/',
      label: 'Find a run',
      group: 'Runs',
      run: () => search.current?.querySelector('input')?.focus(),
    },
  ])
  const { environments, several } = usePublishing()
  const teams = useQuery(useTRPC().teams.list.queryOptions({}))
  const costs = [...new Set([...COSTS, ...(state.cost ? [state.cost] : [])])].sort((a, b) => a - b)
  return (
    <FilterBar end={end}>
      <div ref={search} className="max-sm:w-full">
        <SearchInput
          className="max-sm:w-full"
          label="Title or run id"
          value={state.text}
          onValueChange={(text) =>
            void set({ text: text || null }, { limitUrlUpdates: { method: 'debounce', timeMs: 250 } })
          }
        />
      </div>
      <Filter
        name="Team"
        value={state.team}
        options={(teams.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
        onValueChange={(team) => void set({ team, version: null })}
      />
      {state.team !== null && state.version !== null && (
        <Filter
          name="Version"
          value={String(state.version)}
          options={[{ value: String(state.version), label: `v${state.version}` }]}
          onValueChange={(version) => void set({ version: version === null ? null : Number(version) })}
        />
      )}
      {(several || state.environment !== null) && (
        <Filter
          name="Environment"
          value={state.environment}
          options={environments.map(({ slug, name }) => ({ value: slug, label: name }))}
          onValueChange={(environment) => void set({ environment })}
        />
      )}
      <Filter
        name="Started"
        value={state.since}
        options={SPAN_OPTIONS}
        onValueChange={(since) => void set({ since })}
      />
      <Filter
        name="Kind"
        value={state.trials ? 'trials' : null}
        options={[{ value: 'trials', label: 'Trials of drafts' }]}
        onValueChange={(kind) => void set({ trials: kind === null ? null : true })}
      />
      <Filter
        name="Cost"
        value={state.cost === null ? null : String(state.cost)}
        options={costs.map((cost) => ({ value: String(cost), label: `at least $${cost}` }))}
        onValueChange={(cost) => void set({ cost: cost === null ? null : Number(cost) })}
      />
    </FilterBar>
  )
}

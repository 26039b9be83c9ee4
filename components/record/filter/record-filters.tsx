'use client'

import { useQuery } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useRef } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { cx } from '@/components/ui/cx'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { SPAN_OPTIONS } from '@/components/ui/since'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ACTIONS } from './actions'
import type { RecordFilterState } from './use-record-filter'

/** What to look for, and how much was found. */
export function RecordFilters({
  filter: { state, set },
  runTitle,
  found,
  newer,
}: {
  filter: RecordFilterState
  /** Of the run that is filtered by, as far as it is known. */
  runTitle: string | undefined
  found: string
  newer: React.ReactNode
}) {
  const search = useRef<HTMLDivElement>(null)
  useHotkeys([
    {
      keys: '/',
      label: 'Search the record',
      group: 'Record',
      run: () => search.current?.querySelector('input')?.focus(),
    },
    {
      keys: 'd',
      label: 'Denials only',
      group: 'Record',
      run: () => void set({ denials: !state.denials || null }),
    },
  ])
  const who = useWho()
  const teams = useQuery(useTRPC().teams.list.queryOptions({}))
  return (
    <FilterBar
      className="px-5"
      end={
        <>
          {newer}
          <span className="text-fg-3" role="status">
            {found}
          </span>
        </>
      }
    >
      <div ref={search}>
        <SearchInput
          className="w-52"
          label="Text, id or subject"
          value={state.text}
          onValueChange={(text) =>
            void set({ text: text || null }, { limitUrlUpdates: { method: 'debounce', timeMs: 250 } })
          }
        />
      </div>
      {state.run && (
        <Filter
          name="Run"
          value={state.run}
          options={[{ value: state.run, label: runTitle ?? `…${state.run.slice(-6)}` }]}
          onValueChange={(run) => void set({ run })}
        />
      )}
      <Filter name="Who" value={state.who} options={who} onValueChange={(next) => void set({ who: next })} />
      <Filter
        name="Action"
        value={state.kind}
        options={ACTIONS}
        onValueChange={(kind) => void set({ kind })}
      />
      <Filter
        name="Team"
        value={state.team}
        options={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onValueChange={(team) => void set({ team })}
      />
      <Filter
        name="Time"
        value={state.time}
        options={SPAN_OPTIONS}
        onValueChange={(time) => void set({ time })}
      />
      <button
        type="button"
        aria-pressed={state.denials}
        onClick={() => void set({ denials: !state.denials || null })}
        className={cx(
          'inline-flex h-6.5 items-center gap-1.5 rounded-6 border px-2 whitespace-nowrap hover:bg-hover max-sm:h-11',
          state.denials
            ? 'border-line-control font-label text-fg'
            : 'border-dashed border-line-strong text-fg-3',
        )}
      >
        <Ban className="size-3.5" aria-hidden />
        Denials only
      </button>
    </FilterBar>
  )
}

/** Kinds of actors first, then the agents and the people by name. */
function useWho(): { value: string; label: string; hint?: string }[] {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions())
  const members = useQuery(trpc.members.list.queryOptions())
  return [
    { value: 'person', label: 'Any person' },
    { value: 'agent', label: 'Any agent' },
    { value: 'system', label: 'Baton itself' },
    { value: 'token', label: 'Any API token' },
    { value: 'nobody', label: 'Nobody known' },
    ...(agents.data ?? []).map(({ slug, definition }) => ({
      value: `agent:${slug}`,
      label: definition.name,
      hint: 'agent',
    })),
    ...(members.data ?? []).map(({ id, name }) => ({ value: `person:${id}`, label: name, hint: 'person' })),
  ]
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useRef } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { CLASSIFICATIONS } from '@/domain/policy/classification'
import { ConnectionPanel } from './connection-panel'
import { ConnectionTable } from './connection-table'

const filters = {
  q: parseAsString.withDefault(''),
  clearance: parseAsStringLiteral(CLASSIFICATIONS),
  connection: parseAsString,
}
const NEW = 'new'
/** How often health is read again while there is any to tell. */
const HEALTH_MS = 5000

/** The services that teams read from and write to. */
export function ConnectionsScreen() {
  const trpc = useTRPC()
  const mayEdit = useMay('connection.edit')
  const [{ q, clearance, connection }, set] = useQueryStates(filters)
  const {
    data: all,
    error,
    refetch,
    isFetching,
  } = useQuery({
    ...trpc.connections.list.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some(({ guard }) => guard !== null) ? HEALTH_MS : false),
  })
  const search = useRef<HTMLInputElement>(null)
  const add = () => void set({ connection: NEW })
  useHotkeys([
    { keys: '/', label: 'Find a connection', run: () => search.current?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: 'New connection', run: add }] : []),
  ])
  const wanted = q.trim().toLowerCase()
  const shown = all?.filter(
    (each) =>
      (!wanted || `${each.name} ${each.slug} ${each.baseUrl} ${each.owner}`.toLowerCase().includes(wanted)) &&
      (!clearance || each.clearance === clearance),
  )
  const chosen = all?.find(({ id }) => id === connection)
  const newButton = mayEdit && (
    <Button icon={Plus} kbd="N" onClick={add}>
      New connection
    </Button>
  )
  return (
    <Page title="Connections" detail={all?.length} scroll={false} actions={newButton}>
      <div className="relative flex h-full min-w-0">
        <div className="grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]">
          <FilterBar>
            <SearchInput
              ref={search}
              label="Find a connection"
              value={q}
              onValueChange={(text) => void set({ q: text || null })}
            />
            <Filter
              name="Clearance"
              value={clearance}
              options={CLASSIFICATIONS.map((value) => ({ value, label: value }))}
              onValueChange={(value) => void set({ clearance: value })}
            />
          </FilterBar>
          <div className="min-h-0 overflow-auto">
            {error && !all ? (
              <ErrorState title="The connections could not be read" onRetry={refetch} retrying={isFetching}>
                {messageOf(error)}
              </ErrorState>
            ) : all?.length === 0 ? (
              <EmptyState title="No connection yet" action={newButton}>
                A connection is a service with its address and secret: a CRM, a help desk, an ERP. Agents read
                through it with tools, actions write through it behind a gate.
              </EmptyState>
            ) : shown?.length === 0 ? (
              <EmptyState
                title="No connection matches"
                action={
                  <Button onClick={() => void set({ q: null, clearance: null })}>Show all connections</Button>
                }
              />
            ) : (
              <ConnectionTable
                connections={shown}
                chosen={connection}
                onChoose={(id) => void set({ connection: id })}
              />
            )}
          </div>
        </div>
        {(chosen ?? (mayEdit && connection === NEW)) && (
          <ConnectionPanel
            key={connection}
            connection={chosen}
            onClose={() => void set({ connection: null })}
            onSaved={(id) => void set({ connection: id })}
          />
        )}
      </div>
    </Page>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
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
import { CONNECTION_KIND, CONNECTION_KINDS } from '@/domain/connection/kinds/registry'
import { CLASSIFICATIONS } from '@/domain/policy/classification'
import { ConnectionTable } from './connection-table'

const filters = {
  q: parseAsString.withDefault(''),
  kind: parseAsStringLiteral(CONNECTION_KINDS),
  clearance: parseAsStringLiteral(CLASSIFICATIONS),
}
/** How often health is read again while there is any to tell. */
const HEALTH_MS = 5000

/** The services that teams read from and write to. */
export function ConnectionsScreen() {
  const trpc = useTRPC()
  const router = useRouter()
  const mayEdit = useMay('connection.edit')
  const [{ q, kind, clearance }, set] = useQueryStates(filters)
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
  const add = () => router.push('/connections/new')
  useHotkeys([
    { keys: '/', label: 'Find a connection', run: () => search.current?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: 'New connection', run: add }] : []),
  ])
  const wanted = q.trim().toLowerCase()
  const shown = all?.filter(
    (each) =>
      (!wanted ||
        `${each.name} ${each.slug} ${each.baseUrl} ${each.owner} ${each.team}`
          .toLowerCase()
          .includes(wanted)) &&
      (!kind || each.kind === kind) &&
      (!clearance || each.clearance === clearance),
  )
  const newButton = mayEdit && (
    <Button icon={Plus} kbd="N" onClick={add}>
      New connection
    </Button>
  )
  return (
    <Page title="Connections" detail={all?.length} scroll={false} actions={newButton}>
      <div className="grid h-full min-w-0 grid-rows-[auto_minmax(0,1fr)]">
        <FilterBar>
          <SearchInput
            ref={search}
            label="Find a connection"
            value={q}
            onValueChange={(text) => void set({ q: text || null })}
          />
          <Filter
            name="Kind"
            value={kind}
            options={CONNECTION_KINDS.map((value) => ({ value, label: CONNECTION_KIND[value].title }))}
            onValueChange={(value) => void set({ kind: value })}
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
              A connection is a service with its address and secret: a CRM, a mail server, a database. Agents
              read through it with tools, actions write through it behind a gate.
            </EmptyState>
          ) : shown?.length === 0 ? (
            <EmptyState
              title="No connection matches"
              action={
                <Button onClick={() => void set({ q: null, kind: null, clearance: null })}>
                  Show all connections
                </Button>
              }
            />
          ) : (
            <ConnectionTable connections={shown} onOpen={(id) => router.push(`/connections/${id}`)} />
          )}
        </div>
      </div>
    </Page>
  )
}

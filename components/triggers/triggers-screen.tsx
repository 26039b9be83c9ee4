'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { TRIGGER_KINDS, type TriggerKind } from '@/domain/trigger/trigger'
import { LimitForm } from './limit-form'
import { NewTrigger } from './new-trigger'
import { TriggerPanel } from './trigger-panel'
import { TriggerTable } from './trigger-table'

const NEW = 'new-'
const isKind = (text: string): text is TriggerKind => (TRIGGER_KINDS as readonly string[]).includes(text)

/** What starts a team by itself, and how many of its runs may be in flight. */
export function TriggersScreen({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const mayEdit = useMay('trigger.edit')
  const [{ q, trigger }, set] = useQueryStates({ q: parseAsString.withDefault(''), trigger: parseAsString })
  const { data, error, refetch, isFetching } = useQuery(
    trpc.triggers.list.queryOptions({ team: slug }, { refetchInterval: 15_000 }),
  )
  const wanted = q.trim().toLowerCase()
  const shown = data?.triggers.filter(({ name, kind }) => `${name} ${kind}`.toLowerCase().includes(wanted))
  const chosen = data?.triggers.find(({ id }) => id === trigger)
  const made = trigger?.startsWith(NEW) ? trigger.slice(NEW.length) : ''
  const kind = chosen?.kind ?? (mayEdit && isKind(made) ? made : undefined)
  const add = mayEdit && <NewTrigger onChoose={(next) => void set({ trigger: NEW + next })} />
  return (
    <Page
      title="Triggers"
      crumbs={[
        { label: 'Teams', href: '/teams' },
        { label: data?.team.name ?? slug, href: `/teams/${slug}` },
      ]}
      detail={data?.triggers.length}
      scroll={false}
      actions={add}
    >
      <div className="relative flex h-full min-w-0">
        <div className="grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]">
          <FilterBar>
            <SearchInput
              label="Find a trigger"
              value={q}
              onValueChange={(text) => void set({ q: text || null })}
            />
          </FilterBar>
          <div className="min-h-0 overflow-auto">
            {error && !data ? (
              <ErrorState title="The triggers could not be read" onRetry={refetch} retrying={isFetching}>
                {messageOf(error)}
              </ErrorState>
            ) : data?.triggers.length === 0 ? (
              <EmptyState title="Nothing starts this team by itself yet" action={add}>
                People start it in the console, programs by the API. A trigger starts it besides: a message of
                another program, the clock, or a form that you share.
              </EmptyState>
            ) : shown?.length === 0 ? (
              <EmptyState title="No trigger matches" />
            ) : (
              <TriggerTable triggers={shown} chosen={trigger} onChoose={(id) => void set({ trigger: id })} />
            )}
            {data && (
              <LimitForm key={data.limit.maxInFlight} team={data.team} limit={data.limit} mayEdit={mayEdit} />
            )}
          </div>
        </div>
        {data && kind && (
          <TriggerPanel
            key={trigger}
            kind={kind}
            list={data}
            trigger={chosen}
            onClose={() => void set({ trigger: null })}
            onSaved={(id) => void set({ trigger: id })}
          />
        )}
      </div>
    </Page>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { FlaskConical, KeyRound } from 'lucide-react'
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
import { SkeletonList } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { MODEL_TIERS } from '@/domain/team/agent'
import { LeaveAdvice } from './leave-advice'
import { ModelPanel } from './model-panel'
import { PasteKey } from './paste-key'
import { ProviderSection } from './provider-section'
import type { ListedProvider } from './settings-types'

const filters = {
  q: parseAsString.withDefault(''),
  tier: parseAsStringLiteral(MODEL_TIERS),
  use: parseAsStringLiteral(['on', 'off']),
  model: parseAsString,
  add: parseAsStringLiteral(['provider']),
}

/** How often present use and health are read again while there is any to tell. */
const USE_MS = 5000
const isGuarded = ({ guard, models }: ListedProvider): boolean =>
  guard !== null || models.some((model) => model.guard !== null)

/** Who answers for agents, at what price; and the key that makes it real. */
export function ModelsScreen() {
  const trpc = useTRPC()
  const mayEdit = useMay('model.edit')
  const [{ q, tier, use, model, add }, set] = useQueryStates(filters)
  const { data, error, refetch, isFetching } = useQuery({
    ...trpc.models.list.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.providers.some(isGuarded) ? USE_MS : false),
  })
  const search = useRef<HTMLInputElement>(null)
  const paste = () => void set({ add: 'provider' })
  useHotkeys([
    { keys: '/', label: 'Find a model', run: () => search.current?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: 'Paste a key', run: paste }] : []),
  ])
  const wanted = q.trim().toLowerCase()
  const sections = data?.providers.map((provider) => ({
    provider,
    models: provider.models.filter(
      ({ name, tier: its, enabled }) =>
        (!wanted || name.toLowerCase().includes(wanted)) &&
        (!tier || its === tier) &&
        (!use || enabled === (use === 'on')),
    ),
  }))
  const filtered = wanted !== '' || tier !== null || use !== null
  const shown = filtered ? sections?.filter(({ models }) => models.length > 0) : sections
  const on = data?.providers.flatMap(({ models }) => models.filter(({ enabled }) => enabled)).length
  const chosen = data?.providers
    .flatMap((provider) => provider.models.map((each) => ({ provider, model: each })))
    .find(({ model: { id } }) => id === model)
  return (
    <Page
      title="Models"
      detail={on !== undefined && `${on} on`}
      scroll={false}
      actions={
        mayEdit && (
          <Button
            icon={KeyRound}
            kbd="N"
            variant={data?.sandboxInUse ? 'primary' : 'secondary'}
            onClick={paste}
          >
            Paste a key
          </Button>
        )
      }
    >
      <div className="relative flex h-full min-w-0">
        <div className="grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]">
          <FilterBar>
            <SearchInput
              ref={search}
              label="Find a model"
              value={q}
              onValueChange={(text) => void set({ q: text || null })}
            />
            <Filter
              name="Tier"
              value={tier}
              options={MODEL_TIERS.map((value) => ({ value, label: value }))}
              onValueChange={(value) => void set({ tier: value })}
            />
            <Filter
              name="Use"
              value={use}
              options={[
                { value: 'on', label: 'on' },
                { value: 'off', label: 'off' },
              ]}
              onValueChange={(value) => void set({ use: value })}
            />
          </FilterBar>
          <div className="min-h-0 overflow-auto" tabIndex={data ? undefined : 0}>
            {error && !data && (
              <ErrorState title="The models could not be read" onRetry={refetch} retrying={isFetching}>
                {messageOf(error)}
              </ErrorState>
            )}
            {!data && !error && <SkeletonList rows={8} />}
            {data?.sandboxInUse && <SandboxBanner providers={data.providers} />}
            {data && <LeaveAdvice waiting={data.waiting} />}
            {shown?.length === 0 && (
              <EmptyState
                title="No model matches"
                action={
                  <Button onClick={() => void set({ q: null, tier: null, use: null })}>
                    Show all models
                  </Button>
                }
              >
                No provider offers a model of this name, tier and use.
              </EmptyState>
            )}
            {shown?.map(({ provider, models }) => (
              <ProviderSection
                key={provider.id}
                provider={provider}
                models={models}
                chosen={model}
                onChoose={(id) => void set({ model: id })}
              />
            ))}
          </div>
        </div>
        {chosen && <ModelPanel key={chosen.model.id} {...chosen} onClose={() => void set({ model: null })} />}
      </div>
      {mayEdit && (
        <PasteKey
          open={add === 'provider'}
          onOpenChange={(open) => void set({ add: open ? 'provider' : null })}
        />
      )}
    </Page>
  )
}

function SandboxBanner({ providers }: { providers: ListedProvider[] }) {
  const idle = providers.filter(({ sandbox, models }) => !sandbox && models.length > 0)
  return (
    <p className="flex items-start gap-2 border-b border-line bg-sunken px-5 py-2.5 text-fg-2">
      <FlaskConical className="mt-0.5 size-4 shrink-0 text-fg-3" aria-hidden />
      <span>
        <b className="font-label text-fg">Sandbox, no AI.</b> Agents are answered by rule, so that everything
        can be tried without a key.{' '}
        {idle.length === 0
          ? 'Paste one and real models answer from the next call on.'
          : `None of the models of ${idle.map(({ name }) => name).join(' and ')} is on. Turn one on, with its prices, and it answers from the next call on.`}
      </span>
    </p>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SidePanel } from '@/components/ui/sheet'
import { RemoveSection } from '@/components/ui/remove-section'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { TriggerKind } from '@/domain/trigger/trigger'
import { HowToCall } from './how-to-call'
import { ShareLink } from './share-link'
import { TestDelivery } from './test-delivery'
import { TriggerForm } from './trigger-form'
import { TRIGGER_LOOKS } from './trigger-looks'
import type { ListedTrigger, TriggerList } from './trigger-types'

/** Keys shown once, by trigger: the panel of a webhook that was just made opens anew with its id. */
const shownKeys = new Map<string, string>()

/** One trigger: its settings, how it is called, a test of it, and the way to remove it. */
export function TriggerPanel({
  kind,
  list,
  trigger,
  onClose,
  onSaved,
}: {
  kind: TriggerKind
  list: TriggerList
  trigger: ListedTrigger | undefined
  onClose: () => void
  onSaved: (id: string) => void
}) {
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const mayEdit = useMay('trigger.edit')
  const [key, setKey] = useState(() => (trigger ? shownKeys.get(trigger.id) : undefined))
  const title = trigger?.name ?? `New ${TRIGGER_LOOKS[kind].label.toLowerCase()}`
  const keep = (id: string, next: string | undefined) => {
    if (next === undefined) return
    shownKeys.set(id, next)
    setKey(next)
  }
  const close = () => {
    if (trigger) shownKeys.delete(trigger.id)
    onClose()
  }
  return (
    <SidePanel title={title} label={title} onClose={close}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 p-4">
        {trigger && <LastTime trigger={trigger} />}
        {!list.team.published && (
          <p className="rounded-6 border border-line bg-sunken px-2.5 py-2 text-fg-2">
            {list.team.name} is not published yet: until it is, the trigger starts nothing.
          </p>
        )}
        {trigger?.kind === 'webhook' && (
          <HowToCall
            trigger={trigger}
            example={list.entry.example}
            secret={key}
            onKey={(next) => keep(trigger.id, next)}
          />
        )}
        {trigger?.kind === 'form' && <ShareLink trigger={trigger} />}
        {mayEdit ? (
          <>
            <TriggerForm
              kind={kind}
              list={list}
              trigger={trigger}
              onSaved={(id, made) => {
                keep(id, made)
                onSaved(id)
              }}
            />
            {trigger && list.team.published && <TestDelivery trigger={trigger} entry={list.entry} />}
            {trigger && <Remove trigger={trigger} onRemoved={close} />}
          </>
        ) : (
          <p className="text-fg-3">Only an operator changes triggers.</p>
        )}
      </div>
    </SidePanel>
  )
}

function LastTime({ trigger: { lastProblem, lastFiredAt, createdBy } }: { trigger: ListedTrigger }) {
  return (
    <div className="grid gap-2">
      {lastProblem && (
        <ErrorState title="The last one started nothing" className="m-0">
          {lastProblem.message} <RelativeTime at={lastProblem.at} />
        </ErrorState>
      )}
      <p className="text-12 text-fg-3">
        Made by {createdBy}.{' '}
        {lastFiredAt ? (
          <>
            Last fired <RelativeTime at={lastFiredAt} />.
          </>
        ) : (
          'It has not fired yet.'
        )}
      </p>
    </div>
  )
}

function Remove({ trigger, onRemoved }: { trigger: ListedTrigger; onRemoved: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.triggers.remove.mutationOptions({
      onSuccess: async () => {
        onRemoved()
        await queryClient.invalidateQueries(trpc.triggers.pathFilter())
        toast({ title: `${trigger.name} is removed` })
      },
    }),
  )
  return (
    <RemoveSection
      name={trigger.name}
      typing={trigger.name}
      failure={remove.error ? messageOf(remove.error) : undefined}
      onRemove={() => remove.mutateAsync({ id: trigger.id })}
    >
      It starts nothing any more, and its key or link cannot be brought back. Runs that it started go on.
    </RemoveSection>
  )
}

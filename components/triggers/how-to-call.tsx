'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { ShownOnce } from '@/components/settings/shown-once'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { curlExample } from './curl-example'
import { Copyable } from './copyable'
import { OldKey } from './old-key'
import type { ListedOf } from './trigger-types'

/** A webhook's address, its key while it can be read, and a call that can be run as it stands. */
export function HowToCall({
  trigger,
  example,
  secret,
  onKey,
}: {
  trigger: ListedOf<'webhook'>
  example: Record<string, unknown>
  secret: string | undefined
  onKey: (key: string | undefined) => void
}) {
  const mayEdit = useMay('trigger.edit')
  const address = location.origin + (trigger.path ?? '')
  const body = trigger.config.mapping ? {} : example
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3.5" aria-label="How to call it">
      <Copyable
        label="Address"
        text={address}
        hint="POST, signed as Standard Webhooks has it. 202 with the run’s id."
      />
      {secret && (
        <ShownOnce
          label="Key"
          secret={secret}
          hint="It signs the messages. It is shown only now; make a new one if it is lost."
        />
      )}
      <Copyable
        label="A signed call"
        text={curlExample({ address, key: secret ?? 'whsec_…', body })}
        hint={secret ? 'For a shell with curl and openssl' : 'Put the key in the first line'}
        block
      />
      {mayEdit && <NewKey trigger={trigger} onKey={onKey} />}
    </section>
  )
}

function NewKey({
  trigger,
  onKey,
}: {
  trigger: ListedOf<'webhook'>
  onKey: (key: string | undefined) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const rotate = useMutation(
    trpc.triggers.rotate.mutationOptions({
      onSuccess: async ({ key }) => {
        onKey(key)
        await queryClient.invalidateQueries(trpc.triggers.pathFilter())
      },
    }),
  )
  const endOldKey = useMutation(
    trpc.triggers.endOldKey.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.triggers.pathFilter()),
    }),
  )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button onClick={() => setAsking(true)}>New key…</Button>
      {trigger.previousUntil && (
        <OldKey until={trigger.previousUntil} onEnd={() => endOldKey.mutateAsync({ id: trigger.id })} />
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Make a new key?"
        confirm="Make a new key"
        onConfirm={() => rotate.mutateAsync({ id: trigger.id })}
      >
        The one that holds now goes on for 24 hours, so that senders can change over; you can end it sooner.
        One before it ends at once.
      </AlertDialog>
    </div>
  )
}

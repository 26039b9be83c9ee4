'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ShownOnce } from '@/components/settings/shown-once'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { curlExample } from '@/components/triggers/curl-example'
import { Copyable } from '@/components/triggers/copyable'
import { OldKey } from '@/components/triggers/old-key'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { eventAddress, eventExample } from './event-call'
import type { ListedSource } from './event-types'

const FORM = 'event-source'

/** A new event source, or one to be changed; a key is shown when it is made and never again. */
export function SourceDialog({ source, onClose }: { source: ListedSource | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [key, setKey] = useState<string>()
  const refresh = () => queryClient.invalidateQueries(trpc.events.pathFilter())
  const put = useMutation(
    trpc.events.put.mutationOptions({
      onError: () => undefined,
      onSuccess: async (made) => {
        await refresh()
        if (made.key === undefined) onClose()
        else setKey(made.key)
      },
    }),
  )
  const rotate = useMutation(
    trpc.events.rotate.mutationOptions({
      onSuccess: async (made) => {
        await refresh()
        setKey(made.key)
      },
    }),
  )
  const endOldKey = useMutation(
    trpc.events.endOldKey.mutationOptions({
      onSuccess: async () => {
        await refresh()
        onClose()
      },
    }),
  )
  const id = source?.id ?? put.data?.id
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={key ? 'The key is made' : source ? source.name : 'Add an event source'}
      size="md"
      footer={
        key ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose} kbd="Esc">
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={FORM} busy={put.isPending}>
              {source ? 'Save' : 'Add source'}
            </Button>
          </>
        )
      }
    >
      {key && id ? (
        <MadeKey id={id} secret={key} event={source?.events[0] ?? put.variables?.events?.[0]} />
      ) : (
        <div className="grid gap-5">
          <SourceForm
            source={source}
            error={put.error}
            onSend={(input) => put.mutate({ ...input, ...(source ? { id: source.id } : {}) })}
          />
          {source && (
            <div className="flex flex-wrap items-center gap-2">
              <Button busy={rotate.isPending} onClick={() => rotate.mutate({ id: source.id })}>
                New key
              </Button>
              {source.previousUntil ? (
                <OldKey until={source.previousUntil} onEnd={() => endOldKey.mutateAsync({ id: source.id })} />
              ) : (
                <span className="text-12 text-fg-3">
                  The one that holds now goes on for 24 hours, so that the sender can change over.
                </span>
              )}
            </div>
          )}
        </div>
      )}
    </Dialog>
  )
}

function MadeKey({
  id,
  secret,
  event = 'order.shipped',
}: {
  id: string
  secret: string
  event: string | undefined
}) {
  const address = eventAddress(`/api/events/${id}/`, event)
  return (
    <div className="grid gap-3.5">
      <ShownOnce
        label="Key"
        secret={secret}
        hint="It signs the messages. It is shown only now; make a new one if it is lost."
      />
      <Copyable
        label="Address"
        text={address}
        hint="The event’s name comes last. POST, signed as Standard Webhooks has it."
      />
      <Copyable
        label="A signed call"
        text={curlExample({ address, key: secret, body: eventExample(event, undefined) })}
        hint="For a shell with curl and openssl"
        block
      />
    </div>
  )
}

function SourceForm({
  source,
  error,
  onSend,
}: {
  source: ListedSource | undefined
  error: unknown
  onSend: (input: { name: string; events: string[] }) => void
}) {
  const [name, setName] = useState(source?.name ?? '')
  const [events, setEvents] = useState(source?.events.join(', ') ?? '')
  const listed = events.split(/[\s,]+/).filter(Boolean)
  const wrongEvent = listed.map((_, i) => problemAt(error, `/events/${i}`)).find(Boolean)
  const message = otherwise(error, ['/name', ...listed.map((_, i) => `/events/${i}`)])
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSend({ name, events: listed })
      }}
    >
      {message && (
        <ErrorState title="The source was not saved" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField label="Name" required hint="What sends, as in “Warehouse”" error={problemAt(error, '/name')}>
        <Input autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField
        label="Events it may send"
        hint="Names with commas between them; none for all"
        error={wrongEvent}
      >
        <Input
          className="font-mono text-12"
          placeholder="order.shipped, order.returned"
          value={events}
          onChange={(event) => setEvents(event.target.value)}
        />
      </FormField>
    </form>
  )
}

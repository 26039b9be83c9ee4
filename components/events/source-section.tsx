'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Switch } from '@/components/ui/switch'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import type { ListedSource } from './event-types'
import { SourceDialog } from './source-dialog'

/** Who outside may send the events that runs wait for. */
export function SourceSection() {
  const trpc = useTRPC()
  const mayEdit = useMay('event.edit')
  const [add, setAdd] = useQueryState('add', parseAsStringLiteral(['source']))
  const sources = useQuery(trpc.events.sources.queryOptions())
  const [chosen, setChosen] = useState<ListedSource>()
  const [removing, setRemoving] = useState<ListedSource>()
  return (
    <>
      <SettingsList
        id="event-sources"
        title="Event sources"
        detail="send what runs wait for, signed"
        add={
          mayEdit && (
            <Button icon={Plus} onClick={() => void setAdd('source')}>
              Add a source
            </Button>
          )
        }
        query={sources}
        failed="The event sources could not be read"
        empty={{
          title: 'No event source yet',
          says: 'A source is a system outside, as a shop or a warehouse, that tells waiting runs what happened. Each has a key of its own to sign with.',
        }}
        columns={5}
        head={
          <>
            <Th className="first:pl-4">Name</Th>
            <Th>Events</Th>
            <Th className="max-sm:hidden">Last sent</Th>
            <Th>On</Th>
            <Th className="last:pr-2">
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {sources.data?.map((source) => (
          <SourceRow
            key={source.id}
            source={source}
            mayEdit={mayEdit}
            onOpen={() => setChosen(source)}
            onRemove={() => setRemoving(source)}
          />
        ))}
      </SettingsList>
      {(add === 'source' || chosen) && (
        <SourceDialog
          source={chosen}
          onClose={() => {
            setChosen(undefined)
            void setAdd(null)
          }}
        />
      )}
      {removing && <Remove source={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}

function SourceRow({
  source,
  mayEdit,
  onOpen,
  onRemove,
}: {
  source: ListedSource
  mayEdit: boolean
  onOpen: () => void
  onRemove: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const enable = useMutation(
    trpc.events.enable.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.events.pathFilter()),
    }),
  )
  const { id, name, events, enabled, lastAt } = source
  return (
    <Tr className={enabled ? '' : 'text-fg-3'}>
      <Td className="font-label first:pl-4">{name}</Td>
      <Td wide className="font-mono text-12">
        {events.join(', ') || <span className="font-sans text-fg-3">all</span>}
      </Td>
      <Td className="max-sm:hidden">{lastAt ? <RelativeTime at={lastAt} /> : 'never'}</Td>
      <Td>
        <Switch
          checked={enabled}
          disabled={!mayEdit || enable.isPending}
          onCheckedChange={(on) => enable.mutate({ id, enabled: on })}
          aria-label={`${name} may send`}
        />
      </Td>
      <Td numeric className="last:pr-2">
        {mayEdit && (
          <span className="inline-flex gap-1">
            <Button size="sm" variant="ghost" onClick={onOpen} aria-label={`Change ${name}`}>
              Change…
            </Button>
            <Button size="sm" variant="ghost" onClick={onRemove} aria-label={`Remove ${name}`}>
              Remove…
            </Button>
          </span>
        )}
      </Td>
    </Tr>
  )
}

function Remove({ source: { id, name }, onClose }: { source: ListedSource; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.events.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.events.pathFilter())
        toast({ title: `${name} is removed` })
      },
    }),
  )
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}?`}
      confirm="Remove"
      typing={name}
      onConfirm={() => remove.mutateAsync({ id })}
    >
      What it sends is refused from now on, and its keys are gone. Runs that wait for its events go on
      waiting.
    </AlertDialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { SidePanel } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ConnectionHealth } from './connection-health'
import { ConnectionForm } from './connection-form'
import { ConnectionTest } from './connection-test'
import type { ListedConnection } from './settings-types'

/** One connection: its form, a call of it now, and the way to remove it. */
export function ConnectionPanel({
  connection,
  onClose,
  onSaved,
}: {
  connection: ListedConnection | undefined
  onClose: () => void
  onSaved: (id: string) => void
}) {
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const mayEdit = useMay('connection.edit')
  const title = connection?.name ?? 'New connection'
  return (
    <SidePanel title={title} label={title} onClose={onClose}>
      <div className="grid gap-5 p-4">
        {mayEdit ? (
          <>
            <ConnectionForm connection={connection} onSaved={onSaved} />
            {connection && <ConnectionTest connection={connection} />}
            {connection && <ConnectionHealth connection={connection} />}
            {connection && <Remove connection={connection} onRemoved={onClose} />}
          </>
        ) : (
          <>
            <p className="text-fg-2">
              {connection?.owner} answers for it.{' '}
              <span className="text-fg-3">Only an admin changes connections.</span>
            </p>
            {connection && <ConnectionHealth connection={connection} />}
          </>
        )}
      </div>
    </SidePanel>
  )
}

function Remove({ connection, onRemoved }: { connection: ListedConnection; onRemoved: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onError: () => setAsking(false),
      onSuccess: async () => {
        onRemoved()
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${connection.name} is removed` })
      },
    }),
  )
  return (
    <section className="grid justify-items-start gap-2 border-t border-line pt-4">
      {remove.error && (
        <ErrorState title="It was not removed" className="m-0 w-full">
          {messageOf(remove.error)}
        </ErrorState>
      )}
      <Button onClick={() => setAsking(true)}>Remove…</Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${connection.name}?`}
        confirm="Remove"
        typing={connection.slug}
        onConfirm={() => remove.mutateAsync({ id: connection.id })}
      >
        Its address and secret go and cannot be brought back. While a team or an agent uses it, it stays.
      </AlertDialog>
    </section>
  )
}

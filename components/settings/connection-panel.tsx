'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { SidePanel } from '@/components/ui/sheet'
import { RemoveSection } from '@/components/ui/remove-section'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ConnectionHealth } from './connection-health'
import { ConnectionForm } from './connection-form'
import { ConnectionTest } from './connection-test'
import { PracticeData } from './practice-data'
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
            {connection?.practice && <PracticeData connection={connection} />}
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
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: async () => {
        onRemoved()
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${connection.name} is removed` })
      },
    }),
  )
  return (
    <RemoveSection
      name={connection.name}
      typing={connection.slug}
      failure={remove.error ? messageOf(remove.error) : undefined}
      onRemove={() => remove.mutateAsync({ id: connection.id })}
    >
      Its address and secret go and cannot be brought back. While a team or an agent uses it, it stays.
    </RemoveSection>
  )
}

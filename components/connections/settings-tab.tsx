'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { ClassTag } from '@/components/ui/class-tag'
import { RemoveSection } from '@/components/ui/remove-section'
import { toast } from '@/components/ui/toast'
import { ConnectionForm } from './connection-form'
import type { Connection } from './connection-types'
import { PracticeData } from './practice-data'
import { SecretSection } from './secret-section'

/** How a connection is set up; who only reads sees who answers for it. */
export function SettingsTab({ connection }: { connection: Connection }) {
  const mayEdit = useMay('connection.edit')
  const { users } = connection
  return (
    <div className="mx-auto grid max-w-160 gap-6 p-5 max-sm:p-4">
      <p className="text-fg-2">
        {users.length > 0 ? `Used by ${users.join(', ')}.` : 'No team and no agent uses it yet.'}
      </p>
      {mayEdit ? (
        <>
          <ConnectionForm kind={connection.kind} connection={connection} onSaved={() => undefined} />
          {connection.hasSecret && <SecretSection connection={connection} />}
          {connection.practice && <PracticeData connection={connection} />}
          <Remove connection={connection} />
        </>
      ) : (
        <>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
            <dt className="text-fg-3">Answers for it</dt>
            <dd>
              {connection.owner}
              {connection.team && `, ${connection.team}`}
            </dd>
            <dt className="text-fg-3">May receive</dt>
            <dd>
              <ClassTag value={connection.clearance} />
            </dd>
            <dt className="text-fg-3">Runs in</dt>
            <dd>{connection.environment ?? 'every environment'}</dd>
          </dl>
          <p className="text-fg-3">Only an admin changes connections.</p>
        </>
      )}
    </div>
  )
}

function Remove({ connection }: { connection: Connection }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        router.push('/connections')
        await queryClient.invalidateQueries(trpc.connections.list.queryFilter())
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
      Its address, secret and operations go and cannot be brought back. While a team or an agent uses it, it
      stays.
    </RemoveSection>
  )
}

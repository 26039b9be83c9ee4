'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { PolicyDiff } from './policy-diff'
import type { ListedVersion, Policies } from './policy-types'

/** One version against what holds: to look at, to decide on where it waits, and to begin from once more. */
export function VersionDialog({
  version,
  policies,
  onClose,
}: {
  version: ListedVersion
  policies: Policies
  onClose: () => void
}) {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(
    trpc.policies.version.queryOptions({ id: version.id }, { staleTime: Infinity }),
  )
  const waits = version.status === 'proposed'
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`Version ${version.number}`}
      description={
        waits ? 'What would change against the policies that hold.' : 'Against the policies that hold now.'
      }
      footer={
        data &&
        (waits ? (
          <Decide version={version} onDone={onClose} />
        ) : (
          <Restore draft={policies.draft} set={data.policies} number={version.number} onDone={onClose} />
        ))
      }
    >
      {error && !data && (
        <ErrorState
          title="The version could not be read"
          onRetry={refetch}
          retrying={isFetching}
          className="m-0"
        >
          {messageOf(error)}
        </ErrorState>
      )}
      {!data && !error && <SkeletonList rows={4} />}
      {data && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {version.note && <p className="text-fg-2">{version.note}</p>}
          {version.reason && <p className="text-fg-2">Its decision: {version.reason}</p>}
          {waits ? (
            <PolicyDiff before={policies.current.policies} after={data.policies} />
          ) : (
            <PolicyDiff before={data.policies} after={policies.current.policies} />
          )}
        </div>
      )}
    </Dialog>
  )
}

/** Editing begins from it; nothing holds by that. */
function Restore({
  draft,
  set,
  number,
  onDone,
}: {
  draft: Policies['draft']
  set: Policies['draft']['policies']
  number: number
  onDone: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('policy.edit')
  const restore = useMutation(
    trpc.policies.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.policies.pathFilter())
        toast({ title: `Version ${number} is what is edited now. Publish it to have it hold.` })
        onDone()
      },
    }),
  )
  if (!mayEdit) return null
  return (
    <>
      {draft.changed && (
        <p className="mr-auto text-12 text-fg-3">It takes the place of what is being edited.</p>
      )}
      <Button
        busy={restore.isPending}
        onClick={() => restore.mutate({ policies: set, revision: draft.revision })}
      >
        Edit from this version
      </Button>
    </>
  )
}

function Decide({ version, onDone }: { version: ListedVersion; onDone: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const mayDecide = useMay('policy.publish')
  const [reason, setReason] = useState('')
  const done = (title: string) => async () => {
    await queryClient.invalidateQueries(trpc.policies.pathFilter())
    toast({ title })
    onDone()
  }
  const approve = useMutation(
    trpc.policies.decide.mutationOptions({
      onError: () => undefined,
      onSuccess: done(`Version ${version.number} of the policies holds now`),
    }),
  )
  const decline = useMutation(
    trpc.policies.decide.mutationOptions({
      onError: () => undefined,
      onSuccess: done(`Version ${version.number} of the policies was declined`),
    }),
  )
  const withdraw = useMutation(
    trpc.policies.withdraw.mutationOptions({
      onError: () => undefined,
      onSuccess: done(`Version ${version.number} of the policies was taken back`),
    }),
  )
  const error = approve.error ?? decline.error ?? withdraw.error
  const { id, digest } = version
  if (!mayDecide) return <p className="mr-auto text-fg-3">It waits for an admin who had no hand in it.</p>
  return (
    <div className="grid w-full grid-cols-[minmax(0,1fr)] gap-3">
      {error && (
        <ErrorState title="That did not work" className="m-0">
          {messageOf(error)}
        </ErrorState>
      )}
      {version.proposedBy.id === person.id ? (
        <div className="flex items-center justify-end gap-2">
          <p className="mr-auto text-fg-3">Somebody who had no hand in it decides.</p>
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
            Take it back
          </Button>
        </div>
      ) : (
        <>
          <FormField label="Reason" hint="Asked for where it is declined.">
            <Textarea
              rows={2}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </FormField>
          <div className="flex flex-wrap justify-end gap-2">
            <Button
              disabled={reason.trim() === ''}
              busy={decline.isPending}
              onClick={() => decline.mutate({ id, digest, decision: 'decline', reason })}
            >
              Decline
            </Button>
            <Button
              variant="primary"
              busy={approve.isPending}
              onClick={() => approve.mutate({ id, digest, decision: 'approve', reason })}
            >
              Agree: they hold at once
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

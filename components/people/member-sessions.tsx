'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { methodInWords } from './method-words'

/** Where a member is signed in, for an admin. */
export function MemberSessions({ member: { id, name } }: { member: { id: string; name: string } }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { data, error, refetch, isFetching } = useQuery(trpc.sessions.of.queryOptions({ member: id }))
  const end = useMutation(
    trpc.sessions.endOf.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sessions.pathFilter())
        toast({ title: `${name} is signed out here` })
      },
    }),
  )
  return (
    <section className="grid justify-items-start gap-2 border-t border-line pt-4">
      <h3 className="font-label">Sessions</h3>
      {error && !data && (
        <ErrorState title="They could not be read" className="m-0" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      )}
      {!data && !error && <SkeletonList />}
      {data?.length === 0 && <p className="text-fg-2">Not signed in anywhere.</p>}
      <ul className="grid w-full gap-1">
        {data?.map((session) => (
          <li key={session.id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              Used <RelativeTime at={session.seenAt} focusable />{' '}
              <span className="text-12 text-fg-3">{methodInWords(session.method)}</span>
            </span>
            <Button
              size="sm"
              variant="ghost"
              busy={end.isPending && end.variables.id === session.id}
              onClick={() => end.mutate({ member: id, id: session.id })}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
      {data && data.length > 1 && <Button onClick={() => setAsking(true)}>End all…</Button>}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`End all sessions of ${name}?`}
        confirm="End them all"
        onConfirm={() => end.mutateAsync({ member: id })}
      >
        With their next click they are out of this workspace, and can sign in again. Other workspaces are not
        touched.
      </AlertDialog>
    </section>
  )
}

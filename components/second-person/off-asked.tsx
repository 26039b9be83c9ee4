'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import { SECOND_PERSON } from '@/domain/policy/second-person'
import { DecideOffDialog } from './decide-off-dialog'
import { NobodyElse } from './nobody-else'
import type { OffRequest, SecondPerson } from './second-person-types'

/** That somebody asks for it to be turned off, below the switch: decided by others, taken back by whoever asked. */
export function OffAsked({ off, people }: { off: OffRequest; people: SecondPerson }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay(SECOND_PERSON[off.what].edits)
  const [deciding, setDeciding] = useState(false)
  const withdraw = useMutation(
    trpc.secondPerson[off.what].withdrawOff.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'Taken back. A second person still agrees.' })
      },
    }),
  )
  return (
    <div className="mt-2 grid justify-items-start gap-2 rounded-6 border border-waiting-line bg-waiting-bg px-3 py-2.5">
      <p className="[overflow-wrap:anywhere]">
        {off.mine ? 'You' : <b className="font-label">{off.askedBy}</b>} asked for this to be turned off,{' '}
        <RelativeTime at={off.askedAt} />: {off.reason}
      </p>
      <p className="text-fg-2">It stays on until somebody else who may change it agrees.</p>
      {mayEdit && <NobodyElse people={people} />}
      {withdraw.error && (
        <ErrorState title="It was not taken back" className="m-0">
          {messageOf(withdraw.error)}
        </ErrorState>
      )}
      {mayEdit &&
        (off.mine ? (
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ id: off.id })}>
            Take it back
          </Button>
        ) : (
          <Button onClick={() => setDeciding(true)}>Decide…</Button>
        ))}
      {deciding && <DecideOffDialog off={off} onClose={() => setDeciding(false)} />}
    </div>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { OffRequest } from './second-person-types'
import { SECOND_PERSON_WORDS } from './words'

/** Somebody else's answer to whoever asks that a second person is no longer asked for. */
export function DecideOffDialog({ off, onClose }: { off: OffRequest; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const { without, off: follows } = SECOND_PERSON_WORDS[off.what]
  const decide = useMutation(
    trpc.secondPerson[off.what].decideOff.mutationOptions({
      onError: () => undefined,
      onSuccess: async (_, { decision }) => {
        await queryClient.invalidateQueries()
        toast({
          title:
            decision === 'approve'
              ? 'No second person is asked for from now on'
              : 'A second person still agrees',
        })
        onClose()
      },
    }),
  )
  const answer = (decision: 'approve' | 'decline') => decide.mutate({ id: off.id, decision, reason })
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      size="md"
      title={`Let one person ${without}?`}
      description={`${off.askedBy}: ${off.reason}`}
      footer={
        <>
          <Button
            disabled={reason.trim() === ''}
            busy={decide.isPending && decide.variables.decision === 'decline'}
            onClick={() => answer('decline')}
          >
            Decline
          </Button>
          <Button
            variant="primary"
            busy={decide.isPending && decide.variables.decision === 'approve'}
            onClick={() => answer('approve')}
          >
            Agree and turn it off
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {decide.error && (
          <ErrorState title="That did not work" className="m-0">
            {messageOf(decide.error)}
          </ErrorState>
        )}
        <p className="text-fg-2">{follows} Who asked and who agreed goes on the record.</p>
        <FormField label="Reason" hint="Asked for where it is declined.">
          <Textarea
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RequestDialog } from '@/components/policies/request-dialog'
import { useTRPC } from '@/components/shell/trpc'
import { toast } from '@/components/ui/toast'
import type { OffRequest } from './second-person-types'
import { SECOND_PERSON_WORDS } from './words'

/** Somebody else's answer to whoever asks that a second person is no longer asked for. */
export function DecideOffDialog({ off, onClose }: { off: OffRequest; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
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
  return (
    <RequestDialog
      title={`Let one person ${without}?`}
      askedBy={off.askedBy}
      asked={off.reason}
      approve="Agree and turn it off"
      decline="Decline"
      hint="Asked for where it is declined."
      pending={decide.isPending ? decide.variables.decision : undefined}
      error={decide.error}
      onAnswer={(answer) => decide.mutate({ id: off.id, ...answer })}
      onClose={onClose}
    >
      {follows} Who asked and who agreed goes on the record.
    </RequestDialog>
  )
}

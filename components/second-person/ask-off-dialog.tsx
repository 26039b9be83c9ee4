'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { SecondPersonFor } from '@/domain/policy/second-person'
import { NobodyElse } from './nobody-else'
import type { SecondPerson } from './second-person-types'
import { SECOND_PERSON_WORDS } from './words'

/** Asks that a second person is no longer asked for. */
export function AskOffDialog({
  what,
  people,
  onClose,
}: {
  what: SecondPersonFor
  people: SecondPerson
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const ask = useMutation(
    trpc.secondPerson[what].requestOff.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'Asked. Somebody else decides; until then a second person still agrees.' })
        onClose()
      },
    }),
  )
  const at = problemAt(ask.error, '/reason')
  return (
    <FormDialog
      title="Ask to go on without a second person"
      description={`Somebody else who may change this agrees first; it waits in their inbox. ${SECOND_PERSON_WORDS[what].off}`}
      act="Ask"
      cancel="Go back"
      busy={ask.isPending}
      disabled={reason.trim() === ''}
      failed="It was not asked for"
      message={at ? undefined : messageOf(ask.error)}
      onSend={() => ask.mutate({ reason })}
      onClose={onClose}
    >
      <NobodyElse people={people} />
      <FormField label="Why" required hint="It goes on the record, and whoever decides reads it." error={at}>
        <Textarea
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { deedInWords } from '@/domain/policy/deed-words'
import type { DenialLine } from './policy-types'

/** Asks that exactly what was denied be permitted. */
export function AskDialog({ line, onClose }: { line: DenialLine; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const ask = useMutation(
    trpc.policies.requestAccess.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.policies.access.queryFilter())
        toast({ title: 'Asked. An admin decides.' })
        onClose()
      },
    }),
  )
  const { entry, because } = line
  return (
    <FormDialog
      title="Ask for it to be permitted"
      description={`${entry.actor.name} wants to ${deedInWords(line)}. ${because}`}
      act="Ask"
      cancel="Go back"
      busy={ask.isPending}
      disabled={reason.trim() === ''}
      failed="It was not asked for"
      message={messageOf(ask.error)}
      onSend={() => ask.mutate({ entryId: entry.entryId, reason })}
      onClose={onClose}
    >
      <FormField
        label="What it is for"
        required
        hint="If an admin agrees, exactly this is put into the draft of the policies, and holds once they are published."
      >
        <Textarea
          rows={3}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}

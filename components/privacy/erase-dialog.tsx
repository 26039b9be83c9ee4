'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { counted } from '@/components/ui/counted'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { SubjectInput } from './privacy-types'

const WORD = 'erase'
const REACHES = [
  { value: 'mentions', label: 'Only the values that name them' },
  { value: 'runs', label: 'Every value of these runs' },
] as const
const HINTS = {
  mentions: 'Other values of the same run stay, as an amount or a decision about them.',
  runs: 'Right where the runs are about them. What the runs did, when and at what cost stays.',
}

/** What came of asking: it is done, or waits for a second person. */
export interface Asked {
  id: string
  status: 'done' | 'proposed'
  /** Runs that stay as they are. */
  leftOut: number
}

/** How far it goes and why; done, or put before a second person, once the word is typed. */
export function EraseDialog({
  subject,
  leftOut,
  runs,
  secondPerson,
  onClose,
  onDone,
}: {
  subject: SubjectInput
  leftOut: readonly string[]
  runs: number
  secondPerson: boolean
  onClose: () => void
  onDone: (erasure: Asked) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reach, setReach] = useState<'mentions' | 'runs'>('mentions')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const erase = useMutation(
    trpc.privacy.erase.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ id, status }) => {
        await queryClient.invalidateQueries()
        toast({ title: status === 'done' ? 'It is erased' : 'A second person is asked' })
        onClose()
        onDone({ id, status, leftOut: leftOut.length })
      },
    }),
  )
  const ready = reason.trim().length >= 3 && typed.trim() === WORD
  return (
    <FormDialog
      size="md"
      title={secondPerson ? 'Ask for this person to be erased' : 'Erase this person'}
      description={
        secondPerson
          ? 'Somebody else looks at the request and erases, or declines.'
          : `In ${counted(runs, 'run')} and outside of runs. This cannot be undone.`
      }
      act={secondPerson ? 'Ask a second person' : 'Erase'}
      cancel="Go back"
      busy={erase.isPending}
      disabled={!ready}
      failed="Nothing was erased"
      message={otherwise(erase.error, ['/reason'])}
      onSend={() => erase.mutate({ subject, reach, reason, leftOut: [...leftOut] })}
      onClose={onClose}
    >
      <FormField label="What goes" required hint={HINTS[reach]}>
        <Select value={reach} onValueChange={setReach} options={REACHES} />
      </FormField>
      <FormField
        label="Reason"
        required
        hint="It stays on the record and on the certificate: name your reference, not the person."
        error={problemAt(erase.error, '/reason')}
      >
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
      <FormField label={`Type ${WORD} to go on`} required>
        <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </FormField>
      <p className="text-12 text-fg-3">
        The record’s proofs stay valid. Backups made before still hold the values until they are gone.
      </p>
    </FormDialog>
  )
}

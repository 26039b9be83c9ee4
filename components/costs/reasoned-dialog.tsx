'use client'

import { useState, type ReactNode } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** A dialog that changes what may be spent: its fields, and why, which is kept with the change. */
export function ReasonedDialog({
  fields,
  save,
  onSend,
  children,
  ...dialog
}: {
  title: string
  description: string
  /** What the button does: `Give leave` */
  act: string
  cancel?: string
  beside?: ReactNode
  failed?: string
  /** Where the fields among `children` show what is wrong with them. */
  fields: readonly string[]
  save: { error: unknown; isPending: boolean }
  /** @param reason undefined where none was given, which is shown here */
  onSend: (reason: string | undefined) => void
  onClose: () => void
  children?: ReactNode
}) {
  const [reason, setReason] = useState('')
  const [unsaid, setUnsaid] = useState(false)
  const send = () => {
    const said = reason.trim().length >= 3
    setUnsaid(!said)
    onSend(said ? reason : undefined)
  }
  return (
    <FormDialog
      {...dialog}
      busy={save.isPending}
      message={otherwise(save.error, [...fields, '/reason'])}
      onSend={send}
    >
      {children}
      <FormField
        label="Why"
        required
        error={unsaid ? 'Say why, in a few words' : problemAt(save.error, '/reason')}
      >
        <Input
          value={reason}
          maxLength={500}
          placeholder="Kept with the change, for whoever asks later"
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}

'use client'

import { useId, useState, type ReactNode } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** A dialog that changes what may be spent: its fields, and why, which is kept with the change. */
export function ReasonedDialog({
  title,
  description,
  act,
  fields,
  save,
  onSend,
  onClose,
  children,
}: {
  title: string
  description: string
  /** What the button does: `Give leave` */
  act: string
  /** Where the fields among `children` show what is wrong with them. */
  fields: readonly string[]
  save: { error: unknown; isPending: boolean }
  /** @param reason undefined where none was given, which is shown here */
  onSend: (reason: string | undefined) => void
  onClose: () => void
  children: ReactNode
}) {
  const form = useId()
  const [reason, setReason] = useState('')
  const [unsaid, setUnsaid] = useState(false)
  const message = otherwise(save.error, [...fields, '/reason'])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose} kbd="Esc">
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          const said = reason.trim().length >= 3
          setUnsaid(!said)
          onSend(said ? reason : undefined)
        }}
      >
        {message && (
          <ErrorState title="Nothing was saved" className="m-0">
            {message}
          </ErrorState>
        )}
        {children}
        <FormField
          label="Why"
          required
          error={unsaid ? 'Say why, in a few words' : problemAt(save.error, '/reason')}
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}

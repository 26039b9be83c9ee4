'use client'

import { useId, type ReactNode } from 'react'
import { Button } from './button'
import { Dialog, type DialogSize } from './dialog'
import { ErrorState } from './error-state'

/** A dialog with a form, open while it is there: its first field has the focus, and Enter sends it. */
export function FormDialog({
  title,
  description,
  size,
  act,
  cancel = 'Cancel',
  beside,
  busy,
  disabled = false,
  failed = 'Nothing was saved',
  message,
  onSend,
  onClose,
  children,
}: {
  title: ReactNode
  description?: ReactNode
  size?: DialogSize
  /** What the button does: `Give leave` */
  act: string
  /** What the way out is called where it is not `Cancel`. */
  cancel?: string
  /** Another act, apart from the two: `Remove…` */
  beside?: ReactNode
  busy: boolean
  /** While it cannot be sent yet. */
  disabled?: boolean
  /** What did not happen: `Nobody was added` */
  failed?: string
  /** Why, where no field says it; undefined while all is well. */
  message: string | undefined
  onSend: () => unknown
  onClose: () => void
  children: ReactNode
}) {
  const form = useId()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      {...(description !== undefined && { description })}
      {...(size && { size })}
      focus="field"
      footer={
        <>
          {beside && <span className="mr-auto">{beside}</span>}
          <Button onClick={onClose} kbd="Esc">
            {cancel}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={busy} disabled={disabled}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy && !disabled) onSend()
        }}
      >
        {message && (
          <ErrorState title={failed} className="m-0">
            {message}
          </ErrorState>
        )}
        {children}
      </form>
    </Dialog>
  )
}

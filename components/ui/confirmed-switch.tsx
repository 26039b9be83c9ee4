'use client'

import { useState, type ReactNode } from 'react'
import { AlertDialog } from './alert-dialog'
import { Switch } from './switch'

/** A setting of everybody's: what it means stands beside it, and it is asked about before it changes. */
export function ConfirmedSwitch({
  label,
  hint,
  on,
  disabled,
  title,
  confirm,
  onConfirm,
  children,
}: {
  label: string
  hint: ReactNode
  on: boolean
  disabled: boolean
  /** The question, and what its button does. */
  title: string
  confirm: string
  onConfirm: () => Promise<void>
  /** What follows from the change. */
  children: ReactNode
}) {
  const [confirming, setConfirming] = useState(false)
  return (
    <div className="flex items-start gap-3">
      <Switch
        checked={on}
        disabled={disabled}
        onCheckedChange={() => setConfirming(true)}
        aria-label={label}
      />
      <div>
        <p className="font-label">{label}</p>
        <p className="text-12 text-fg-3">{hint}</p>
      </div>
      <AlertDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={title}
        confirm={confirm}
        onConfirm={onConfirm}
      >
        {children}
      </AlertDialog>
    </div>
  )
}

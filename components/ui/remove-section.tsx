'use client'

import { useState, type ReactNode } from 'react'
import { AlertDialog } from './alert-dialog'
import { Button } from './button'
import { ErrorState } from './error-state'

/** The end of a panel: takes its subject away for good, once its name is typed. What fails is said above the button. */
export function RemoveSection({
  name,
  typing,
  failure,
  onRemove,
  children,
}: {
  name: string
  /** What has to be typed. */
  typing: string
  failure: string | undefined
  onRemove: () => Promise<unknown>
  /** What will happen. */
  children: ReactNode
}) {
  const [asking, setAsking] = useState(false)
  return (
    <section className="grid justify-items-start gap-2 border-t border-line pt-4">
      {failure !== undefined && (
        <ErrorState title="It was not removed" className="m-0 w-full">
          {failure}
        </ErrorState>
      )}
      <Button onClick={() => setAsking(true)}>Remove…</Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${name}?`}
        confirm="Remove"
        typing={typing}
        onConfirm={() => onRemove().catch(() => setAsking(false))}
      >
        {children}
      </AlertDialog>
    </section>
  )
}

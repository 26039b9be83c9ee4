'use client'

import { useState, type ReactNode } from 'react'
import { messageOf } from '@/components/shell/problems'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'

/** Somebody else's answer to a request. */
export interface RequestAnswer {
  decision: 'approve' | 'decline'
  /** A decline has one. */
  reason: string
}

/** Decides on what somebody else asked for: agrees, or declines with a reason. */
export function RequestDialog({
  title,
  askedBy,
  asked,
  approve,
  decline,
  hint,
  pending,
  error,
  onAnswer,
  onClose,
  children,
}: {
  title: string
  askedBy: string
  /** Why it was asked for. */
  asked: string
  /** What the two buttons say. */
  approve: string
  decline: string
  hint: string
  /** Which answer is under way. */
  pending: RequestAnswer['decision'] | undefined
  error: unknown
  onAnswer: (answer: RequestAnswer) => void
  onClose: () => void
  /** What follows from agreeing. */
  children: ReactNode
}) {
  const [reason, setReason] = useState('')
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      size="md"
      title={title}
      description={`${askedBy}: ${asked}`}
      footer={
        <>
          <Button
            disabled={reason.trim() === ''}
            busy={pending === 'decline'}
            onClick={() => onAnswer({ decision: 'decline', reason })}
          >
            {decline}
          </Button>
          <Button
            variant="primary"
            busy={pending === 'approve'}
            onClick={() => onAnswer({ decision: 'approve', reason })}
          >
            {approve}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {Boolean(error) && (
          <ErrorState title="That did not work" className="m-0">
            {messageOf(error)}
          </ErrorState>
        )}
        <p className="text-fg-2">{children}</p>
        <FormField label="Reason" hint={hint}>
          <Textarea
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  )
}

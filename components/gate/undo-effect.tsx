'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { ExactUndo } from './exact-request'

const FORM = 'undo'

/** Takes an effect back, after showing what that sends; for those who may. */
export function UndoEffect({ id, summary, again }: { id: string; summary: string; again: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const may = useMay('effect.undo')
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const undo = useMutation(
    trpc.gate.undo.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ status, says }) => {
        await queryClient.invalidateQueries(trpc.runs.pathFilter())
        toast({
          tone: status === 'done' ? 'done' : 'failed',
          title: status === 'done' ? 'It is undone' : 'It is not known to be undone',
          description: says,
        })
        setOpen(false)
        setReason('')
      },
    }),
  )
  if (!may) return null
  const other = undo.error ? (otherwise(undo.error, ['/reason']) ?? messageOf(undo.error)) : undefined
  return (
    <>
      <Button size="sm" icon={Undo2} onClick={() => setOpen(true)}>
        {again ? 'Undo, once more…' : 'Undo…'}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="md"
        title={`Undo “${summary}”?`}
        description="This goes out now, once, and stands on the record under your name."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button variant="primary" type="submit" form={FORM} busy={undo.isPending}>
              Undo it
            </Button>
          </>
        }
      >
        <form
          id={FORM}
          noValidate
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            undo.mutate({ id, reason: reason.trim() })
          }}
        >
          {other && (
            <ErrorState title="It was not undone" className="m-0">
              {other}
            </ErrorState>
          )}
          {open && <ExactUndo id={id} />}
          <FormField
            label="Reason"
            required
            error={problemAt(undo.error, '/reason')}
            hint="In a line; whoever looks at the run later reads it."
          >
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </FormField>
        </form>
      </Dialog>
    </>
  )
}

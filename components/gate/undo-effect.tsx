'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { ExactUndo } from './exact-request'

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
  return (
    <>
      <Button size="sm" icon={Undo2} onClick={() => setOpen(true)}>
        {again ? 'Undo, once more…' : 'Undo…'}
      </Button>
      {open && (
        <FormDialog
          size="md"
          title={`Undo “${summary}”?`}
          description="This goes out now, once, and stands on the record under your name."
          act="Undo it"
          cancel="Leave it"
          busy={undo.isPending}
          failed="It was not undone"
          message={undo.error ? (otherwise(undo.error, ['/reason']) ?? messageOf(undo.error)) : undefined}
          onSend={() => undo.mutate({ id, reason: reason.trim() })}
          onClose={() => setOpen(false)}
        >
          <ExactUndo id={id} />
          <FormField
            label="Reason"
            required
            error={problemAt(undo.error, '/reason')}
            hint="In a line; whoever looks at the run later reads it."
          >
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </FormField>
        </FormDialog>
      )}
    </>
  )
}

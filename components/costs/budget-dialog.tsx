'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { BudgetForm, FORM } from './budget-form'
import { ownerOf } from './budget-words'
import type { ListedBudget } from './cost-types'

/** Sets, changes or removes one budget. */
export function BudgetDialog({ budget, onClose }: { budget: ListedBudget | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const [why, setWhy] = useState('')
  const [unsaid, setUnsaid] = useState<string>()
  const done = async (title: string) => {
    await queryClient.invalidateQueries()
    toast({ title })
    onClose()
  }
  const save = useMutation(
    trpc.budgets.put.mutationOptions({
      onError: () => undefined,
      onSuccess: () => done(budget ? 'The budget is changed' : 'The budget is set'),
    }),
  )
  const remove = useMutation(
    trpc.budgets.remove.mutationOptions({
      onError: () => undefined,
      onSuccess: () => done('The budget is removed'),
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={budget ? `Budget of ${ownerOf(budget)}` : 'Set a budget'}
      description={
        removing
          ? 'From the next call on nothing is held against it. What was spent stays under costs.'
          : 'Open windows take a new limit at once. Runs that wait for it go on when there is room.'
      }
      footer={
        removing && budget ? (
          <>
            <Button onClick={() => setRemoving(false)}>Keep it</Button>
            <Button
              variant="primary"
              busy={remove.isPending}
              onClick={() => {
                if (why.trim().length < 3) setUnsaid('Say why, in a few words')
                else remove.mutate({ id: budget.id, reason: why })
              }}
            >
              Remove the budget
            </Button>
          </>
        ) : (
          <>
            {budget && (
              <Button variant="ghost" className="mr-auto" onClick={() => setRemoving(true)}>
                Remove…
              </Button>
            )}
            <Button onClick={onClose} kbd="Esc">
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={FORM} busy={save.isPending}>
              {budget ? 'Save' : 'Set the budget'}
            </Button>
          </>
        )
      }
    >
      {remove.error && (
        <ErrorState title="It was not removed" className="m-0">
          {messageOf(remove.error)}
        </ErrorState>
      )}
      {removing ? (
        <FormField label="Why" required error={unsaid ?? problemAt(remove.error, '/reason')}>
          <Input autoFocus value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
        </FormField>
      ) : (
        <BudgetForm budget={budget} error={save.error} onSend={(input) => save.mutate(input)} />
      )}
    </Dialog>
  )
}

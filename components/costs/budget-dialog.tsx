'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { BudgetFields, checkBudget, FIELDS, startOf, type Typed, type Wrong } from './budget-form'
import { ownerOf } from './budget-words'
import type { ListedBudget } from './cost-types'
import { ReasonedDialog } from './reasoned-dialog'

/** Sets, changes or removes one budget. */
export function BudgetDialog({ budget, onClose }: { budget: ListedBudget | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState<Typed>(() => startOf(budget))
  const [wrong, setWrong] = useState<Wrong>({})
  const [removing, setRemoving] = useState(false)
  const save = useMutation(
    trpc.budgets.put.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: budget ? 'The budget is changed' : 'The budget is set' })
        onClose()
      },
    }),
  )
  const send = (reason: string | undefined) => {
    const { wrong: found, input } = checkBudget(typed)
    setWrong(found)
    if (input && reason) save.mutate({ ...input, reason })
  }
  return (
    <>
      <ReasonedDialog
        title={budget ? `Budget of ${ownerOf(budget)}` : 'Set a budget'}
        description="The day or month that is under way takes the new limit at once. Runs that wait for it go on when there is room."
        act={budget ? 'Save' : 'Set the budget'}
        beside={
          budget && (
            <Button variant="ghost" onClick={() => setRemoving(true)}>
              Remove…
            </Button>
          )
        }
        fields={FIELDS}
        save={save}
        onSend={send}
        onClose={onClose}
      >
        <BudgetFields budget={budget} typed={typed} onChange={setTyped} wrong={wrong} error={save.error} />
      </ReasonedDialog>
      {removing && budget && (
        <RemoveBudget budget={budget} onKeep={() => setRemoving(false)} onClose={onClose} />
      )}
    </>
  )
}

function RemoveBudget({
  budget,
  onKeep,
  onClose,
}: {
  budget: ListedBudget
  onKeep: () => void
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.budgets.remove.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'The budget is removed' })
        onClose()
      },
    }),
  )
  return (
    <ReasonedDialog
      title={`Remove the budget of ${ownerOf(budget)}?`}
      description="From the next call on nothing is held against it. What was spent stays under costs."
      act="Remove the budget"
      cancel="Keep it"
      failed="It was not removed"
      fields={[]}
      save={remove}
      onSend={(reason) => reason && remove.mutate({ id: budget.id, reason })}
      onClose={onKeep}
    />
  )
}

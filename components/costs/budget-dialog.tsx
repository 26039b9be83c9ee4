'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import type { ListedBudget } from './cost-types'
import { readDollars, showDollars } from '@/components/ui/dollars'

const FORM = 'budget'
const FIELDS = ['/scope', '/subject', '/period', '/capMicros', '/hard']
const SCOPES = [
  { value: 'agent', label: 'An agent' },
  { value: 'team', label: 'A team' },
  { value: 'workspace', label: 'The workspace' },
] as const satisfies readonly { value: BudgetScope; label: string }[]
const PERIODS = [
  { value: 'run', label: 'a run' },
  { value: 'day', label: 'a day' },
  { value: 'month', label: 'a month' },
] as const satisfies readonly { value: BudgetPeriod; label: string }[]

/** Sets, changes or removes one budget. */
export function BudgetDialog({ budget, onClose }: { budget: ListedBudget | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [removing, setRemoving] = useState(false)
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
      title={budget ? `Budget of ${budget.subjectName}` : 'Set a budget'}
      description={
        removing
          ? 'From the next call on nothing is held against it. What was spent stays under costs.'
          : 'Open windows take a new limit at once. A run that waits for it goes on when its review is decided.'
      }
      footer={
        removing && budget ? (
          <>
            <Button onClick={() => setRemoving(false)}>Keep it</Button>
            <Button
              variant="primary"
              busy={remove.isPending}
              autoFocus
              onClick={() => remove.mutate({ id: budget.id })}
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
      {!removing && <BudgetForm budget={budget} error={save.error} onSend={(input) => save.mutate(input)} />}
    </Dialog>
  )
}

interface Sent {
  scope: BudgetScope
  subject: string
  period: BudgetPeriod
  capMicros: bigint
  hard: boolean
}

function BudgetForm({
  budget,
  error,
  onSend,
}: {
  budget: ListedBudget | undefined
  error: unknown
  onSend: (input: Sent) => void
}) {
  const { workspace } = useSession()
  const [scope, setScope] = useState<BudgetScope>(budget?.scope ?? 'agent')
  const [subject, setSubject] = useState(budget?.subject)
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? 'day')
  const [limit, setLimit] = useState(budget ? showDollars(budget.capMicros) : '')
  const [hard, setHard] = useState(budget?.hard ?? true)
  const [wrong, setWrong] = useState<{ subject?: string; limit?: string }>({})
  const subjects = useSubjects(scope)
  const message = otherwise(error, FIELDS)
  const submit = () => {
    const capMicros = readDollars(limit)
    const found: typeof wrong = {
      ...(scope !== 'workspace' && !subject ? { subject: `Choose which ${scope}` } : {}),
      ...(capMicros === undefined ? { limit: 'An amount of dollars, as in 20 or 0.50' } : {}),
    }
    setWrong(found)
    if (capMicros === undefined || found.subject) return
    onSend({ scope, subject: subject ?? '', period, capMicros, hard })
  }
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      {!budget && (
        <div className="grid grid-cols-2 items-start gap-3">
          <FormField label="For" required>
            <Select
              value={scope}
              options={SCOPES}
              onValueChange={(next) => {
                setScope(next)
                setSubject(undefined)
              }}
            />
          </FormField>
          <FormField label="Which" required error={wrong.subject ?? problemAt(error, '/subject')}>
            {scope === 'workspace' ? (
              <Input readOnly value={workspace?.name ?? ''} />
            ) : (
              <Select key={scope} value={subject} options={subjects} onValueChange={setSubject} />
            )}
          </FormField>
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField label="Limit in dollars" required error={wrong.limit ?? problemAt(error, '/capMicros')}>
          <Input
            inputMode="decimal"
            autoFocus={budget !== undefined}
            value={limit}
            placeholder="20.00"
            onChange={(event) => setLimit(event.target.value)}
          />
        </FormField>
        <FormField label="For each" required error={problemAt(error, '/period')}>
          {budget ? (
            <Input readOnly value={PERIODS.find(({ value }) => value === period)?.label ?? ''} />
          ) : (
            <Select value={period} options={PERIODS} onValueChange={setPeriod} />
          )}
        </FormField>
      </div>
      <Checkbox
        checked={hard}
        onCheckedChange={setHard}
        label="Hard: blocks before the call"
        hint="The run then waits in the inbox until an admin raises the budget. A soft one counts and lets through."
      />
    </form>
  )
}

function useSubjects(scope: BudgetScope) {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions(undefined, { enabled: scope === 'agent' }))
  const teams = useQuery(trpc.teams.list.queryOptions({}, { enabled: scope === 'team' }))
  return scope === 'agent'
    ? (agents.data ?? []).map(({ slug, definition }) => ({ value: slug, label: definition.name }))
    : (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { readDollars, showDollars } from '@/components/ui/dollars'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import { isTimeZone } from '@/domain/time-zone'
import type { ListedBudget } from './cost-types'

export const FORM = 'budget'
const FIELDS = [
  '/scope',
  '/subject',
  '/team',
  '/period',
  '/capMicros',
  '/hard',
  '/timeZone',
  '/warnPercent',
  '/reason',
]
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
const EVERY_TEAM = '*'

interface Sent {
  scope: BudgetScope
  subject: string
  team: string
  period: BudgetPeriod
  capMicros: bigint
  hard: boolean
  timeZone: string | null
  warnPercent: number
  reason: string
}

/** What is to be set of a budget; whose it is and its period stay as they are once it is set. */
export function BudgetForm({
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
  const [team, setTeam] = useState(budget?.team ?? '')
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? 'day')
  const [limit, setLimit] = useState(budget ? showDollars(budget.capMicros) : '')
  const [hard, setHard] = useState(budget?.hard ?? true)
  const [zone, setZone] = useState(budget?.timeZone ?? '')
  const [warns, setWarns] = useState(String(budget?.warnPercent ?? 80))
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<Partial<Record<keyof Sent, string>>>({})
  const { agents, teams } = useSubjects(scope)
  const message = otherwise(error, FIELDS)
  const submit = () => {
    const capMicros = readDollars(limit)
    const warnPercent = /^\d{1,3}$/.test(warns.trim()) ? Number(warns) : 0
    const found: typeof wrong = {
      ...(scope !== 'workspace' && !subject ? { subject: `Choose which ${scope}` } : {}),
      ...(capMicros === undefined ? { capMicros: 'An amount of dollars, as in 20 or 0.50' } : {}),
      ...(warnPercent < 1 || warnPercent > 100 ? { warnPercent: 'A share from 1 to 100' } : {}),
      ...(zone && !isTimeZone(zone) ? { timeZone: 'A name as in the list: Europe/Berlin' } : {}),
      ...(reason.trim().length < 3 ? { reason: 'Say why, in a few words' } : {}),
    }
    setWrong(found)
    if (capMicros === undefined || Object.keys(found).length > 0) return
    const timeZone = zone || null
    onSend({ scope, subject: subject ?? '', team, period, capMicros, hard, timeZone, warnPercent, reason })
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
                setTeam('')
              }}
            />
          </FormField>
          <FormField label="Which" required error={wrong.subject ?? problemAt(error, '/subject')}>
            {scope === 'workspace' ? (
              <Input readOnly value={workspace?.name ?? ''} />
            ) : (
              <Select
                key={scope}
                value={subject}
                options={scope === 'agent' ? agents : teams}
                onValueChange={setSubject}
              />
            )}
          </FormField>
          {scope === 'agent' && (
            <FormField label="In" required className="col-span-2" error={problemAt(error, '/team')}>
              <Select
                value={team || EVERY_TEAM}
                options={[{ value: EVERY_TEAM, label: 'Every team' }, ...teams]}
                onValueChange={(next) => setTeam(next === EVERY_TEAM ? '' : next)}
              />
            </FormField>
          )}
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="Limit in dollars"
          required
          error={wrong.capMicros ?? problemAt(error, '/capMicros')}
        >
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
        <FormField
          label="Warn at, in percent"
          required
          error={wrong.warnPercent ?? problemAt(error, '/warnPercent')}
        >
          <Input inputMode="numeric" value={warns} onChange={(event) => setWarns(event.target.value)} />
        </FormField>
        {period !== 'run' && (
          <FormField label="Time zone" error={wrong.timeZone ?? problemAt(error, '/timeZone')}>
            <Input
              list="budget-zones"
              value={zone}
              placeholder={workspace?.timeZone}
              onChange={(event) => setZone(event.target.value.trim())}
            />
          </FormField>
        )}
      </div>
      <datalist id="budget-zones">
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Checkbox
        checked={hard}
        onCheckedChange={setHard}
        label="Hard: blocks before the call"
        hint="The run then waits in the inbox until an admin raises the budget. A soft one warns and lets through."
      />
      <FormField label="Why" required error={wrong.reason ?? problemAt(error, '/reason')}>
        <Input
          value={reason}
          maxLength={500}
          placeholder="Kept with the change, for whoever asks later"
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </form>
  )
}

function useSubjects(scope: BudgetScope) {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions(undefined, { enabled: scope === 'agent' }))
  const teams = useQuery(trpc.teams.list.queryOptions({}, { enabled: scope !== 'workspace' }))
  return {
    agents: (agents.data ?? []).map(({ slug, definition }) => ({ value: slug, label: definition.name })),
    teams: (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  }
}

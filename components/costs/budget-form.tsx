'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { readDollars, showDollars } from '@/components/ui/dollars'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { formatMoney } from '@/domain/budget/money'
import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import { isTimeZone } from '@/domain/time-zone'
import type { ListedBudget } from './cost-types'

export const FIELDS = [
  '/scope',
  '/subject',
  '/team',
  '/period',
  '/capMicros',
  '/hard',
  '/timeZone',
  '/warnPercent',
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

/** What stands in the fields. */
export interface Typed {
  scope: BudgetScope
  subject: string | undefined
  /** Of an agent's budget: within which team, or all. */
  team: string
  period: BudgetPeriod
  limit: string
  hard: boolean
  zone: string
  warns: string
}
export type Wrong = Partial<Record<'subject' | 'limit' | 'zone' | 'warns', string>>

export const startOf = (budget: ListedBudget | undefined): Typed => ({
  scope: budget?.scope ?? 'agent',
  subject: budget?.subject,
  team: budget?.team ?? '',
  period: budget?.period ?? 'day',
  limit: budget ? showDollars(budget.capMicros) : '',
  hard: budget?.hard ?? true,
  zone: budget?.timeZone ?? '',
  warns: String(budget?.warnPercent ?? 80),
})

/** What is sent of it, or what is wrong. */
export function checkBudget({ scope, subject = '', team, period, limit, hard, zone, warns }: Typed) {
  const capMicros = readDollars(limit)
  const warnPercent = /^\d{1,3}$/.test(warns.trim()) ? Number(warns) : 0
  const wrong: Wrong = {
    ...(scope !== 'workspace' && !subject ? { subject: `Choose which ${scope}` } : {}),
    ...(capMicros === undefined ? { limit: 'An amount of dollars, as in 20 or 0.50' } : {}),
    ...(warnPercent < 1 || warnPercent > 100 ? { warns: 'A share from 1 to 100' } : {}),
    ...(zone && !isTimeZone(zone) ? { zone: 'A name as in the list: Europe/Berlin' } : {}),
  }
  if (capMicros === undefined || Object.keys(wrong).length > 0) return { wrong, input: undefined }
  const timeZone = zone || null
  return { wrong, input: { scope, subject, team, period, capMicros, hard, timeZone, warnPercent } }
}

/** What is to be set of a budget; whose it is and its period stay as they are once it is set. */
export function BudgetFields({
  budget,
  typed,
  onChange,
  wrong,
  error,
}: {
  budget: ListedBudget | undefined
  typed: Typed
  onChange: (typed: Typed) => void
  wrong: Wrong
  error: unknown
}) {
  const { workspace } = useSession()
  const { scope, subject, team, period, limit, hard, zone, warns } = typed
  const { agents, teams } = useSubjects(scope)
  const tooLittle = useTooLittle(typed)
  const change = (part: Partial<Typed>) => onChange({ ...typed, ...part })
  return (
    <>
      {!budget && (
        <div className="grid grid-cols-2 items-start gap-3">
          <FormField label="For" required>
            <Select
              value={scope}
              options={SCOPES}
              onValueChange={(next) => change({ scope: next, subject: undefined, team: '' })}
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
                onValueChange={(next) => change({ subject: next })}
              />
            )}
          </FormField>
          {scope === 'agent' && (
            <FormField label="In" required className="col-span-2" error={problemAt(error, '/team')}>
              <Select
                value={team || EVERY_TEAM}
                options={[{ value: EVERY_TEAM, label: 'Every team' }, ...teams]}
                onValueChange={(next) => change({ team: next === EVERY_TEAM ? '' : next })}
              />
            </FormField>
          )}
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="Limit in dollars"
          required
          error={wrong.limit ?? problemAt(error, '/capMicros')}
          hint={tooLittle}
        >
          <Input
            inputMode="decimal"
            value={limit}
            placeholder="20.00"
            onChange={(event) => change({ limit: event.target.value })}
          />
        </FormField>
        <FormField label="For each" required error={problemAt(error, '/period')}>
          {budget ? (
            <Input readOnly value={PERIODS.find(({ value }) => value === period)?.label ?? ''} />
          ) : (
            <Select value={period} options={PERIODS} onValueChange={(next) => change({ period: next })} />
          )}
        </FormField>
        <FormField
          label="Warn at, in percent"
          required
          error={wrong.warns ?? problemAt(error, '/warnPercent')}
        >
          <Input
            inputMode="numeric"
            value={warns}
            onChange={(event) => change({ warns: event.target.value })}
          />
        </FormField>
        {period !== 'run' && (
          <FormField label="Time zone" error={wrong.zone ?? problemAt(error, '/timeZone')}>
            <Input
              list="budget-zones"
              value={zone}
              placeholder={workspace?.timeZone}
              onChange={(event) => change({ zone: event.target.value.trim() })}
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
        onCheckedChange={(next) => change({ hard: next })}
        label="Hard: blocks before the call"
        hint="The run then waits in the inbox until an admin raises the budget. A soft one warns and lets through."
      />
    </>
  )
}

/** A limit below what one call reserves is let stand, and said: nothing would come of it. */
function useTooLittle({ scope, subject = '', team, limit, hard }: Typed) {
  const known = scope === 'workspace' || subject !== ''
  const { data } = useQuery(
    useTRPC().budgets.dearestCall.queryOptions(known ? { scope, subject, team } : skipToken),
  )
  const cap = readDollars(limit)
  if (!data || cap === undefined || cap >= data.micros) return undefined
  return (
    <span role="status" className="flex items-start gap-1.25 text-waiting-fg">
      <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
      <span>
        One call of {data.model} reserves at least {formatMoney(data.micros)}, so this limit{' '}
        {hard ? 'blocks every call' : 'is passed by every call'}.
      </span>
    </span>
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

'use client'

import { BudgetBar } from '@/components/ui/budget-bar'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { whose } from '@/domain/budget/ask'
import type { ReviewView } from '@/domain/run/review'
import { Part } from './part'

/** What a blocked budget holds, what the next call needs, and the new cap. */
export function BudgetAsk(props: {
  budget: NonNullable<ReviewView['budget']>
  cap: string
  onCap: (text: string) => void
  error: string | undefined
  /** How many steps wait for the same answer, in a sentence. */
  alike: string | undefined
  /** Why this person cannot raise it; absent when they can. */
  closed: string | undefined
}) {
  const { budget, cap, onCap, error, alike, closed } = props
  const { scope, subject, subjectName = subject, teamName } = budget
  const owner = whose({ scope, subjectName, teamName })
  const rows = [
    ['Cap', budget.capMicros],
    ['Spent', budget.spentMicros],
    ['Reserved', budget.reservedMicros],
    ['The next call needs', budget.neededMicros],
  ] as const
  return (
    <Part title="The budget" detail={`${owner}, per ${budget.period}`}>
      <div className="grid max-w-120 gap-3">
        <BudgetBar
          spent={BigInt(budget.spentMicros)}
          reserved={BigInt(budget.reservedMicros)}
          cap={BigInt(budget.capMicros)}
          text
          className="w-full"
        />
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-0.5">
          {rows.map(([label, micros]) => (
            <div key={label} className="contents">
              <dt className="text-fg-3">{label}</dt>
              <dd className="text-right font-label">
                <Money micros={micros} />
              </dd>
            </div>
          ))}
        </dl>
        {alike && <p className="text-fg-2">{alike}. Raising the cap lets all of them go on.</p>}
        {closed ? (
          <p className="text-fg-2">{closed}</p>
        ) : (
          <FormField label="New cap, in dollars" required error={error}>
            <Input
              value={cap}
              inputMode="decimal"
              className="w-40 text-right"
              onChange={(event) => onCap(event.target.value)}
            />
          </FormField>
        )}
      </div>
    </Part>
  )
}

'use client'

import Link from 'next/link'
import { BudgetBar } from '@/components/ui/budget-bar'
import { formatDollars } from '@/components/ui/money'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { PER_PERIOD } from '@/domain/budget/window'
import type { Overview } from './overview-types'

/** Budgets that are used up to the share at which they warn, or more. */
export function BudgetList({ budgets }: { budgets: Overview['budgets'] | undefined }) {
  return (
    <>
      <SectionHead
        className="border-t border-line"
        title="Budgets near their limit"
        detail={budgets && budgets.near.length === 0 ? 'none' : undefined}
        end={
          <Link href="/costs" className="flex min-h-6 items-center gap-1 rounded-4 hover:text-fg">
            {budgets?.all ? `All ${budgets.all}` : 'Costs'}
          </Link>
        }
      />
      {!budgets && <SkeletonList rows={2} />}
      <ul>
        {budgets?.near.map((budget) => {
          const full = budget.spentMicros + budget.reservedMicros >= budget.capMicros
          return (
            <li
              key={budget.id}
              className="grid h-9.5 grid-cols-[minmax(0,1fr)_92px_auto] items-center gap-3 border-t border-line px-5"
            >
              <span className="truncate">
                {budget.name}
                {budget.teamName ? ` in ${budget.teamName}` : ''}{' '}
                <span className="text-fg-3">{PER_PERIOD[budget.period]}</span>
              </span>
              <BudgetBar spent={budget.spentMicros} reserved={budget.reservedMicros} cap={budget.capMicros} />
              <span className="min-w-29 text-right whitespace-nowrap">
                {full && budget.hard ? (
                  <StatusChip plain status="blocked" word={`${formatDollars(budget.spentMicros)} spent`} />
                ) : (
                  `${formatDollars(budget.spentMicros)} of ${formatDollars(budget.capMicros)}`
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

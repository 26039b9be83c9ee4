'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useNow } from '@/components/ui/use-now'
import { BudgetHistory } from './budget-history'
import { BudgetTable } from './budget-table'
import { GROUPINGS } from './cost-types'
import { csvOf, download } from './csv'
import { DearerModels } from './dearer-models'
import { DearestRuns } from './dearest-runs'
import { addMonths, dayOf, daysIn, isMonth, monthName } from './month'
import { MonthView } from './month-view'
import { momentIn } from './outlook'
import { UnusualSpend } from './unusual-spend'

const filters = {
  month: parseAsString,
  by: parseAsStringLiteral(GROUPINGS).withDefault('agent'),
}

/** What was spent, by whom, what it comes to, and what holds it. */
export function CostsScreen() {
  const trpc = useTRPC()
  const { workspace } = useSession()
  const now = momentIn(workspace?.timeZone ?? 'UTC', useNow(60_000))
  const [{ month: asked, by }, set] = useQueryStates(filters)
  const thisMonth = now.day.slice(0, 7)
  const month = asked && isMonth(asked) && asked < thisMonth ? asked : thisMonth
  const current = month === thisMonth
  const go = (to: string) => void set({ month: to === thisMonth ? null : to })
  const within = (of: string) => ({ by, from: dayOf(of, 1), to: dayOf(of, daysIn(of)) })
  const refetchInterval = current ? 30_000 : false
  const { data, error, refetch, isFetching } = useQuery(
    trpc.costs.summary.queryOptions(within(month), { refetchInterval, placeholderData: keepPreviousData }),
  )
  const before = useQuery(trpc.costs.summary.queryOptions(within(addMonths(month, -1))))
  const budgets = useQuery(trpc.budgets.list.queryOptions(undefined, { refetchInterval: 30_000 }))
  const agents = useQuery(trpc.agents.list.queryOptions(undefined, { staleTime: 60_000 }))
  const fits = data?.by === by && data.from === dayOf(month, 1)
  const summary = fits ? data : undefined
  const nameOf = (key: string) =>
    (by === 'agent' && agents.data?.find(({ slug }) => slug === key)?.definition.name) || key
  return (
    <Page
      title="Costs"
      detail={monthName(month)}
      actions={
        <>
          <SegmentedControl
            className="max-md:hidden"
            label="By"
            value={by}
            onValueChange={(next) => void set({ by: next })}
            options={GROUPINGS.map((value) => ({
              value,
              label: value.charAt(0).toUpperCase() + value.slice(1),
            }))}
          />
          <MonthPicker month={month} current={current} onGo={go} />
          <Button
            icon={Download}
            className="max-sm:hidden"
            disabled={!summary?.days.length}
            title={summary?.days.length ? undefined : 'Nothing was spent in this month'}
            onClick={() => summary && download(`costs-${month}-by-${by}.csv`, csvOf(summary, nameOf))}
          >
            CSV
          </Button>
        </>
      }
    >
      <div className="border-b border-line px-4 py-2 md:hidden">
        <SegmentedControl
          label="By"
          value={by}
          onValueChange={(next) => void set({ by: next })}
          options={GROUPINGS.map((value) => ({
            value,
            label: value.charAt(0).toUpperCase() + value.slice(1),
          }))}
        />
      </div>
      {error && !data ? (
        <ErrorState title="The costs could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <>
          <MonthView
            month={month}
            by={by}
            today={current ? Number(now.day.slice(8)) : undefined}
            summary={summary}
            before={before.data}
            budget={budgets.data?.find(({ scope, period }) => scope === 'workspace' && period === 'month')}
            nameOf={nameOf}
          />
          <div className="grid lg:grid-cols-[minmax(0,1fr)_470px]">
            {budgets.error && !budgets.data ? (
              <ErrorState title="The budgets could not be read" onRetry={budgets.refetch}>
                {messageOf(budgets.error)}
              </ErrorState>
            ) : (
              <BudgetTable budgets={budgets.data} blocked={data?.blocked} now={now} />
            )}
            <DearestRuns runs={summary?.dearest} current={current} />
          </div>
          <div className="grid border-t border-line lg:grid-cols-[minmax(0,1fr)_470px]">
            <BudgetHistory />
            <div className="min-w-0 border-line lg:border-l max-lg:border-t">
              <DearerModels />
              <UnusualSpend />
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

function MonthPicker(props: { month: string; current: boolean; onGo: (month: string) => void }) {
  const { month, current, onGo } = props
  return (
    <div role="group" aria-label="Month" className="flex items-center rounded-6 border border-line">
      <IconButton
        icon={ChevronLeft}
        size="sm"
        label={`Back to ${monthName(addMonths(month, -1))}`}
        onClick={() => onGo(addMonths(month, -1))}
      />
      <span className="min-w-19 px-1 text-center whitespace-nowrap" aria-live="polite">
        {monthName(month, false).slice(0, 3)} {month.slice(0, 4)}
      </span>
      <IconButton
        icon={ChevronRight}
        size="sm"
        disabled={current}
        label={current ? 'This is the month that runs now' : `On to ${monthName(addMonths(month, 1))}`}
        onClick={() => onGo(addMonths(month, 1))}
      />
    </div>
  )
}

'use client'

import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { BudgetBar } from '@/components/ui/budget-bar'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { IconButton } from '@/components/ui/icon-button'
import { formatDollars } from '@/components/ui/money'
import { SectionHead } from '@/components/ui/section'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { PER_PERIOD } from '@/domain/budget/window'
import { BudgetDialog } from './budget-dialog'
import type { ListedBudget, Summary } from './cost-types'
import { outlookOf, type Moment } from './outlook'

/** All budgets with what is gone of them in the window that runs now. */
export function BudgetTable({
  budgets,
  blocked,
  now,
}: {
  budgets: readonly ListedBudget[] | undefined
  blocked: Summary['blocked'] | undefined
  now: Moment
}) {
  const mayEdit = useMay('budget.edit')
  const [edited, setEdited] = useState<ListedBudget | 'new'>()
  const add = (
    <Button variant="ghost" icon={Plus} onClick={() => setEdited('new')}>
      Budget
    </Button>
  )
  return (
    <section aria-label="Budgets" className="min-w-0">
      <SectionHead title="Budgets" detail="now: spent, then reserved, of the limit" end={mayEdit && add} />
      {budgets?.length === 0 ? (
        <EmptyState
          className="mt-1"
          title="No budget is set"
          action={mayEdit && <Button onClick={() => setEdited('new')}>Set a budget</Button>}
        >
          A budget of an agent, a team or the workspace stops a call before it is made, for a run, a day or a
          month. {mayEdit ? '' : 'An admin sets them.'}
        </EmptyState>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Budgets, may be scrolled">
          <Table>
            <TableHead>
              <tr>
                <Th>For</Th>
                <Th>Limit</Th>
                <Th>
                  <span className="sr-only">Used</span>
                </Th>
                <Th numeric>Spent</Th>
                <Th numeric>Reserved</Th>
                <Th>Outlook</Th>
                {mayEdit && (
                  <Th>
                    <span className="sr-only">Change</span>
                  </Th>
                )}
              </tr>
            </TableHead>
            <TableBody>
              {!budgets && <SkeletonRows rows={6} columns={mayEdit ? 7 : 6} numeric={[3, 4]} />}
              {budgets?.map((budget) => {
                const { spentMicros, reservedMicros, capMicros, period } = budget
                const outlook = outlookOf(
                  budget,
                  blocked?.find((each) => each.budget === budget.id)?.runs ?? 0,
                  now,
                )
                return (
                  <Tr key={budget.id}>
                    <Td
                      className="max-w-44 truncate font-label"
                      title={`${budget.scope} ${budget.subjectName}`}
                    >
                      {budget.subjectName}
                      {budget.scope !== 'agent' && (
                        <span className="ml-1.5 text-12 font-text text-fg-3">{budget.scope}</span>
                      )}
                    </Td>
                    <Td>
                      {formatDollars(capMicros)} {PER_PERIOD[period]}, {budget.hard ? 'hard' : 'soft'}
                    </Td>
                    <Td className="w-32 min-w-28">
                      <BudgetBar
                        className="flex"
                        spent={spentMicros}
                        reserved={reservedMicros}
                        cap={capMicros}
                      />
                    </Td>
                    <Td numeric>{period === 'run' ? '–' : formatDollars(spentMicros)}</Td>
                    <Td numeric className={cx(reservedMicros === 0n && 'text-fg-3')}>
                      {period === 'run' && reservedMicros === 0n ? '–' : formatDollars(reservedMicros)}
                    </Td>
                    <Td className={cx(outlook.kind === 'within' && 'text-fg-3')}>
                      {outlook.kind === 'blocked' ? (
                        <StatusChip plain status="blocked" word={outlook.word} />
                      ) : (
                        outlook.word
                      )}
                    </Td>
                    {mayEdit && (
                      <Td className="w-0 py-0">
                        <IconButton
                          icon={Pencil}
                          size="sm"
                          label={`Change the budget of ${budget.subjectName}, ${PER_PERIOD[period]}`}
                          onClick={() => setEdited(budget)}
                        />
                      </Td>
                    )}
                  </Tr>
                )
              })}
            </TableBody>
          </Table>
        </div>
      )}
      {edited && (
        <BudgetDialog budget={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </section>
  )
}

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
import { limitInWords, ownerOf, unusualOf } from './budget-words'
import type { ListedBudget, Summary } from './cost-types'
import { outlookOf, type Moment, type Outlook } from './outlook'

/** On a phone these stand under the name. */
const WIDE = 'max-sm:hidden'

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
                <Th className={WIDE}>Limit</Th>
                <Th className={WIDE}>
                  <span className="sr-only">Used</span>
                </Th>
                <Th numeric className={WIDE}>
                  Spent
                </Th>
                <Th numeric className={WIDE}>
                  Reserved
                </Th>
                <Th numeric>Left</Th>
                <Th className={WIDE}>Outlook</Th>
                {mayEdit && (
                  <Th>
                    <span className="sr-only">Change</span>
                  </Th>
                )}
              </tr>
            </TableHead>
            <TableBody>
              {!budgets && <SkeletonRows rows={6} columns={mayEdit ? 8 : 7} numeric={[3, 4, 5]} />}
              {budgets?.map((budget) => (
                <BudgetRow
                  key={budget.id}
                  budget={budget}
                  outlook={outlookOf(
                    budget,
                    blocked?.find((each) => each.budget === budget.id)?.runs ?? 0,
                    now,
                  )}
                  onEdit={mayEdit ? () => setEdited(budget) : undefined}
                />
              ))}
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

function BudgetRow({
  budget,
  outlook,
  onEdit,
}: {
  budget: ListedBudget
  outlook: Outlook
  onEdit: (() => void) | undefined
}) {
  const { scope, subjectName, teamName, spentMicros, reservedMicros, capMicros, period } = budget
  const left = capMicros - spentMicros - reservedMicros
  // A budget of a run is each run's own: there is no sum of it.
  const summed = period !== 'run'
  const spent = summed ? formatDollars(spentMicros) : '–'
  const reserved = summed || reservedMicros > 0n ? formatDollars(reservedMicros) : '–'
  const of = { ...budget, capMicros: capMicros.toString() }
  const limit = limitInWords(of, period)
  const unusual = unusualOf(of).join(', ')
  const bar = <BudgetBar className="flex" spent={spentMicros} reserved={reservedMicros} cap={capMicros} />
  const expected =
    outlook.kind === 'blocked' ? <StatusChip plain status="blocked" word={outlook.word} /> : outlook.word
  return (
    <Tr>
      <Td
        className="max-w-56 truncate max-sm:w-full max-sm:max-w-none max-sm:py-2 max-sm:whitespace-normal"
        title={`${scope} ${ownerOf(budget)}`}
      >
        <span className="font-label">{subjectName}</span>
        {(scope !== 'agent' || teamName) && (
          <span className="ml-1.5 text-12 text-fg-3">{teamName ? `in ${teamName}` : scope}</span>
        )}
        <span className="grid gap-1 pt-1 text-12 text-fg-2 sm:hidden">
          {limit}
          {summed && (
            <>
              {bar}
              <span>
                {spent} spent, {reserved} reserved
              </span>
            </>
          )}
          <span>{expected}</span>
        </span>
      </Td>
      <Td className={cx('max-w-52', unusual && 'py-1', WIDE)}>
        {limitInWords({ ...of, timeZone: null, warnPercent: 80 }, period)}
        {unusual && <span className="block text-12 whitespace-normal text-fg-3">{unusual}</span>}
      </Td>
      <Td className={cx('w-28 min-w-20', WIDE)}>{bar}</Td>
      <Td numeric className={WIDE}>
        {spent}
      </Td>
      <Td numeric className={cx(reservedMicros === 0n && 'text-fg-3', WIDE)}>
        {reserved}
      </Td>
      <Td numeric className="max-sm:align-top max-sm:pt-2">
        {summed ? formatDollars(left > 0n ? left : 0n) : '–'}
      </Td>
      <Td className={cx(outlook.kind === 'within' && 'text-fg-3', WIDE)}>{expected}</Td>
      {onEdit && (
        <Td className="w-0 py-0 max-sm:align-top">
          <IconButton
            icon={Pencil}
            size="sm"
            label={`Change the budget of ${ownerOf(budget)}, ${PER_PERIOD[period]}`}
            onClick={onEdit}
          />
        </Td>
      )}
    </Tr>
  )
}

'use client'

import { CircleX, Lightbulb, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import type { TeamProblem } from '@/domain/team/checks/check'
import { useStudio } from '../studio/studio-context'
import { useFix } from '../studio/use-fix'

const ICONS = { error: CircleX, warning: TriangleAlert, advice: Lightbulb }

/** What is not sound about the thing inspected, each with its ways out; a press is one undoable edit. */
export function ProblemList({ problems }: { problems: readonly TeamProblem[] }) {
  const { canEdit } = useStudio()
  const fixBy = useFix()
  if (problems.length === 0) return null
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label="Problems here">
      {problems.map((problem, index) => {
        const Icon = ICONS[problem.severity]
        const isError = problem.severity === 'error'
        return (
          <li
            key={index}
            className={cx(
              'grid grid-cols-[16px_minmax(0,1fr)] gap-2 rounded-6 border px-2.5 py-2',
              isError ? 'border-failed-line bg-failed-bg' : 'border-line bg-sunken',
            )}
          >
            <Icon
              className={cx('mt-0.5 size-3.5', isError ? 'text-failed-fg' : 'text-fg-2')}
              aria-label={problem.severity}
            />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
              <p>{problem.message}</p>
              {canEdit && problem.fixes && (
                <div className="flex flex-wrap gap-1.5">
                  {problem.fixes.map((fix) => (
                    <Button
                      key={fix.label}
                      size="sm"
                      className="h-auto min-h-6 shrink py-0.5 text-left whitespace-normal"
                      onClick={() => fixBy(fix.command)}
                    >
                      {fix.label}
                    </Button>
                  ))}
                </div>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

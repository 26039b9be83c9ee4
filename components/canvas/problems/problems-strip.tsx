'use client'

import { ChevronDown, ChevronUp, CircleX, Lightbulb, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { StatusChip } from '@/components/ui/status-chip'
import type { TeamProblem } from '@/domain/team/checks/check'
import { useStudio } from '../studio/studio-context'
import { useFix } from '../studio/use-fix'
import { useNarrow } from '../studio/use-narrow'
import { CheckedIn } from './checked-in'
import { placeName } from './place-name'

const ICONS: Record<TeamProblem['severity'], LucideIcon> = {
  error: CircleX,
  warning: TriangleAlert,
  advice: Lightbulb,
}

/** Below the canvas, always: what is not sound, with its cause a press away and its ways out beside it. */
export function ProblemsStrip() {
  const { proof, proofOf, show, selection } = useStudio()
  const narrow = useNarrow()
  const [opened, setOpen] = useState<boolean>()
  // Where there is little room the count says whether to look.
  const open = opened ?? !narrow
  const { problems } = proof
  const of = (severity: TeamProblem['severity']) =>
    problems.filter((problem) => problem.severity === severity).length
  const [errors, warnings, advice] = [of('error'), of('warning'), of('advice')]
  const isSelected = ({ place }: TeamProblem) =>
    (place.node !== undefined && selection.nodes.includes(place.node)) ||
    (place.edge !== undefined && selection.edges.includes(place.edge))
  return (
    <section data-problems aria-label="Problems" className="z-strip border-t border-line-strong bg-page">
      <header className="flex h-8 items-center gap-3.5 px-3">
        <h2 className="font-strong">Problems</h2>
        {errors > 0 && <StatusChip plain status="failed" word={counted(errors, 'error')} />}
        {warnings > 0 && <Count icon={TriangleAlert} text={counted(warnings, 'warning')} />}
        {advice > 0 && <Count icon={Lightbulb} text={`${advice.toLocaleString('en-US')} advice`} />}
        {proofOf && problems.length === 0 && (
          <span className="text-fg-3">None: this team can be published</span>
        )}
        {errors > 0 && (
          <span className="truncate text-fg-3 max-md:hidden">
            Publishing waits for {errors === 1 ? 'the error' : 'the errors'}
          </span>
        )}
        <span className="flex-1" />
        <CheckedIn />
        {problems.length > 0 && (
          <IconButton
            icon={open ? ChevronDown : ChevronUp}
            label={open ? 'Hide the problems' : 'Show the problems'}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        )}
      </header>
      {open && problems.length > 0 && (
        <ul className="max-h-36 overflow-auto max-md:max-h-[40dvh]">
          {problems.map((problem, index) => (
            <ProblemRow
              key={`${problem.code} ${index}`}
              problem={problem}
              selected={isSelected(problem)}
              onShow={() => show(problem)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

const Count = ({ icon: Icon, text }: { icon: LucideIcon; text: string }) => (
  <span className="inline-flex items-center gap-1.25 whitespace-nowrap text-fg-2">
    <Icon className="size-3.5" aria-hidden />
    {text}
  </span>
)

function ProblemRow({
  problem,
  selected,
  onShow,
}: {
  problem: TeamProblem
  selected: boolean
  onShow: () => void
}) {
  const { document, canEdit } = useStudio()
  const fixBy = useFix()
  const Icon = ICONS[problem.severity]
  const [fix] = problem.fixes ?? []
  return (
    <li
      className={cx(
        'group/problem flex min-h-7 items-center border-t border-line hover:bg-hover',
        selected && 'bg-accent-bg shadow-[inset_2px_0_var(--accent)] hover:bg-accent-bg',
      )}
    >
      <button
        type="button"
        onClick={onShow}
        title={problem.message}
        className="grid min-w-0 flex-1 grid-cols-[16px_208px_minmax(0,1fr)_auto] items-center gap-2.5 self-stretch px-3 text-left -outline-offset-2 max-md:grid-cols-[16px_minmax(0,1fr)] max-md:gap-y-0 max-md:py-1.5"
      >
        <Icon
          className={cx('size-3.5', problem.severity === 'error' ? 'text-failed-fg' : 'text-fg-2')}
          aria-label={problem.severity}
        />
        <span className="truncate max-md:font-label">{placeName(document, problem.place)}</span>
        <span className="truncate max-md:col-start-2 max-md:whitespace-normal">{problem.message}</span>
        <span className="text-fg-3 max-md:hidden">{problem.check}</span>
      </button>
      {fix && canEdit && (
        <Button size="sm" className="mr-3 ml-1 max-md:hidden" onClick={() => fixBy(fix.command)}>
          {fix.label}
        </Button>
      )}
    </li>
  )
}

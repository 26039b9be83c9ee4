import { CircleX, CirclePause, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import type { NodeKind } from '@/domain/team/node'
import type { CardFacts } from '../kinds/card-props'
import { LOOKS } from '../kinds/looks'
import { RunLine } from './run-line'

/** The inside of a card: kind and mark, name, and a line of what matters about this kind. */
export function CardFrame({
  kind,
  name,
  facts,
  mark,
  children,
}: {
  kind: NodeKind
  name: string
  facts: CardFacts
  /** At the right of the kind; gives way to problems. */
  mark?: ReactNode
  /** The third line. */
  children: ReactNode
}) {
  const { icon: Icon, label } = LOOKS[kind]
  return (
    <span className="grid h-full grid-rows-[18px_20px_1fr] px-2.5 pt-1.5 pb-2">
      <span className="flex items-center gap-1.5 text-12 text-fg-3">
        <Icon className="size-3.5 shrink-0" aria-hidden />
        {label}
        <span className="ml-auto inline-flex items-center">
          <Mark facts={facts}>{mark}</Mark>
        </span>
      </span>
      <span className={cx('truncate font-strong', facts.stopped && 'text-fg-3')}>{name}</span>
      <span className="flex min-w-0 items-end gap-2 text-12 text-fg-2">
        {facts.run ? <RunLine run={facts.run} /> : children}
      </span>
    </span>
  )
}

function Mark({
  facts: { errors, warnings, stopped, run },
  children,
}: {
  facts: CardFacts
  children: ReactNode
}) {
  if (run) return run.times > 1 && !run.tally && <span className="text-fg-2">×{run.times}</span>
  if (errors > 0) {
    return (
      <span className="inline-flex items-center gap-1 font-label text-failed-fg">
        <CircleX className="size-3.5" aria-hidden />
        {errors}
        <span className="sr-only">{errors === 1 ? 'error' : 'errors'}</span>
      </span>
    )
  }
  if (warnings === 0) return stopped ? <Stopped /> : children
  return (
    <span className="inline-flex items-center gap-1 text-fg-2">
      <TriangleAlert className="size-3.5" aria-hidden />
      {warnings}
      <span className="sr-only">{warnings === 1 ? 'warning' : 'warnings'}</span>
    </span>
  )
}

const Stopped = () => (
  <span className="inline-flex items-center gap-1">
    <CirclePause className="size-3.5" aria-hidden />
    stopped
  </span>
)

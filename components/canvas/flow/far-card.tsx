import { CirclePause, CircleX, type LucideIcon } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { STATUS } from '@/components/ui/status-chip'
import { MARK_SIGNS } from '../model/mark'
import { MARK_LOOK } from './mark-badge'
import type { CardNode } from './flow-types'
import { RUN_FILL } from './run-line'

/** A card seen from afar: its name as large as it goes, and its state as its colour and a sign on its rim. */
export function FarCard({ data, selected }: { data: CardNode['data']; selected: boolean }) {
  const { node, facts, mark } = data
  return (
    <div
      className={cx(
        'relative grid size-full content-center rounded-6 border-3 px-2 text-center',
        facts.run
          ? RUN_FILL[facts.run.status]
          : facts.errors > 0
            ? 'border-failed-mark bg-failed-bg'
            : facts.stopped
              ? 'border-line-strong bg-sunken text-fg-3'
              : 'border-line-control bg-raised',
        mark && MARK_LOOK[mark],
        selected && 'outline-4 outline-offset-2 outline-accent outline-solid',
      )}
    >
      <span className="line-clamp-2 text-28 leading-8 font-label">{node.name}</span>
      <FarSign {...data} />
    </div>
  )
}

const sign =
  'absolute -top-4.5 -right-4.5 grid h-9 min-w-9 place-items-center rounded-full border-2 border-line-control bg-raised'

/** What became of it, what the run did there, or that something is wrong, for who does not go by colours. */
function FarSign({ facts: { run, errors, stopped }, mark }: CardNode['data']) {
  if (mark === 'same') return null
  if (mark)
    return (
      <span className={cx(sign, 'font-mono text-28 font-strong')}>
        <span aria-hidden>{MARK_SIGNS[mark]}</span>
        <span className="sr-only">{mark}</span>
      </span>
    )
  if (run) {
    if (run.status === 'idle') return null
    const { icon, word, ink } = STATUS[run.status]
    return <Sign icon={icon} ink={ink} word={run.word ?? word} />
  }
  if (errors > 0) return <Sign icon={CircleX} ink="text-failed-fg" word="has errors" />
  return stopped ? <Sign icon={CirclePause} ink="text-fg-2" word="stopped" /> : null
}

const Sign = ({ icon: Icon, ink, word }: { icon: LucideIcon; ink: string; word: string }) => (
  <span className={cx(sign, ink)}>
    <Icon className="size-7" aria-hidden />
    <span className="sr-only">{word}</span>
  </span>
)

import { cx } from '@/components/ui/cx'
import { MARK_LOOK } from './mark-badge'
import type { CardNode } from './flow-types'
import { RUN_FILL } from './run-line'

/** A card seen from afar: its name as large as it goes, and its state as its colour. */
export function FarCard({
  data: { node, facts, mark },
  selected,
}: {
  data: CardNode['data']
  selected: boolean
}) {
  return (
    <div
      className={cx(
        'grid size-full content-center rounded-6 border-3 px-2 text-center',
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
    </div>
  )
}

import { cx } from '@/components/ui/cx'
import { MARK_SIGNS, type Mark } from '../model/mark'

/** On the rim of a card or a note: what became of it. */
export function MarkBadge({ mark }: { mark: Mark }) {
  return (
    <span
      className={cx(
        'pointer-events-none absolute -top-3.5 right-2 inline-flex h-5 items-center gap-1 rounded-4 border px-1.5 text-12 font-label',
        mark === 'added' && 'border-fg bg-fg text-fg-invert',
        (mark === 'changed' || mark === 'removed') && 'border-fg-3 bg-page text-fg',
        mark === 'moved' && 'border-line bg-page font-text text-fg-3',
      )}
    >
      <span aria-hidden className="font-mono">
        {MARK_SIGNS[mark]}
      </span>
      {mark}
    </span>
  )
}

/** The rim of a card by what became of it; what is the same steps back. */
export const MARK_LOOK: Record<Mark | 'same', string> = {
  added: '!border-fg shadow-pop',
  changed: '!border-fg-3',
  removed: '!border-dashed !border-fg-3 !bg-sunken text-fg-3 !shadow-none line-through',
  moved: '!bg-sunken !shadow-none',
  same: '!bg-sunken !shadow-none',
}

import { cx } from '@/components/ui/cx'
import type { StatePatch } from '@/domain/state/patch'
import { diffLines } from './diff-lines'

/** A patch drawn: + what is new, − what is gone, each under its place. */
export function DiffView({
  before,
  patch,
  placeOf = () => undefined,
}: {
  before: unknown
  patch: StatePatch
  /** What a place is called, where it has a name besides its path. */
  placeOf?: (pointer: string) => string | undefined
}) {
  const lines = diffLines(before, patch)
  if (lines.length === 0) return <p className="text-fg-3">Nothing differs.</p>
  return (
    <div
      role="group"
      aria-label="Changes"
      tabIndex={0}
      className="mt-1 max-h-120 overflow-auto rounded-6 border border-line font-mono text-12 leading-5"
    >
      {lines.map(({ kind, text }, index) =>
        kind === 'path' ? (
          <div key={index} className="flex gap-3 bg-sunken px-2.5 text-fg-3">
            <span className="font-sans text-fg-2 empty:hidden">{placeOf(text)}</span>
            <span>{text}</span>
          </div>
        ) : (
          <div
            key={index}
            className={cx('grid grid-cols-[22px_minmax(0,1fr)]', kind === 'added' && 'bg-press')}
          >
            <span className="text-center font-strong" aria-label={kind}>
              {kind === 'added' ? '+' : '−'}
            </span>
            <span
              className={cx(
                'pr-2 break-words whitespace-pre-wrap',
                kind === 'removed' && 'text-fg-3 line-through',
              )}
            >
              {text}
            </span>
          </div>
        ),
      )}
    </div>
  )
}

import { lineDiff, withoutLongSame } from '@/domain/text/line-diff'
import { cx } from './cx'

/** Two texts as lines with their signs, what is the same over a long stretch left out. */
export function Lines({ before, after }: { before: string; after: string }) {
  return (
    <pre
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-6 border border-line bg-page font-mono text-12 leading-[18px]"
    >
      {withoutLongSame(lineDiff(before, after)).map((line, index) =>
        'gap' in line ? (
          <span key={index} className="block bg-sunken px-2 text-fg-3 select-none">
            {line.gap === 1 ? '1 line the same' : `${line.gap} lines the same`}
          </span>
        ) : (
          <span key={index} className={cx('flex gap-1.5 px-2', line.sign !== ' ' && 'bg-press')}>
            <span
              className="w-2 shrink-0 text-fg-2 select-none"
              role={line.sign === ' ' ? undefined : 'img'}
              aria-label={{ ' ': undefined, '+': 'added', '−': 'removed' }[line.sign]}
            >
              {line.sign}
            </span>
            <span
              className={cx(
                'whitespace-pre-wrap [overflow-wrap:anywhere]',
                line.sign === '−' && 'text-fg-2 line-through',
                line.sign === ' ' && 'text-fg-2',
              )}
            >
              {line.text || ' '}
            </span>
          </span>
        ),
      )}
    </pre>
  )
}

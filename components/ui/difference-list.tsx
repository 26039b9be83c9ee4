import { ArrowRight } from 'lucide-react'
import { cx } from './cx'
import type { Difference } from './differences'
import { plainValue } from './plain-value'

/** What an edit changed, field by field: what stood there, and what stands there now. */
export function DifferenceList({
  differences,
  className,
}: {
  differences: readonly Difference[]
  className?: string
}) {
  return (
    <ul className={cx('grid gap-1 rounded-8 border border-accent-line bg-accent-bg px-3 py-2', className)}>
      {differences.map(({ pointer, before, after }) => (
        <li
          key={pointer}
          className="grid grid-cols-[minmax(72px,max-content)_minmax(0,1fr)_14px_minmax(0,1fr)] items-baseline gap-x-2.5"
        >
          <code className="font-mono text-12 text-fg-2">{pointer.slice(1)}</code>
          <del className="break-words whitespace-pre-line text-fg-2">{plainValue(before)}</del>
          <ArrowRight className="size-3.5 mt-0.75 self-start text-fg-2" role="img" aria-label="becomes" />
          <ins className="font-label break-words whitespace-pre-line no-underline">{plainValue(after)}</ins>
        </li>
      ))}
    </ul>
  )
}

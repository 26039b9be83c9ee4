import type { ReactNode } from 'react'
import { cx } from './cx'

/** The head of a region: a heading, a few quiet words, and at its right where to go on. */
export function SectionHead({
  title,
  detail,
  end,
  className,
}: {
  title: ReactNode
  detail?: ReactNode
  end?: ReactNode
  className?: string
}) {
  return (
    <div className={cx('flex min-h-10 items-center gap-2 px-5 max-sm:px-4', className)}>
      <h2 className="font-strong whitespace-nowrap">{title}</h2>
      {detail !== undefined && (
        // On a phone nothing is hovered over: what is long takes a second line.
        <span
          title={typeof detail === 'string' ? detail : undefined}
          className="min-w-0 truncate text-fg-3 max-sm:py-1.5 max-sm:whitespace-normal"
        >
          {detail}
        </span>
      )}
      {end && (
        <div className="ml-auto flex shrink-0 items-center gap-2 pl-2 whitespace-nowrap text-fg-2">{end}</div>
      )}
    </div>
  )
}

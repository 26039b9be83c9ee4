import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/** One part of a step's panel: a heading, a few quiet words, and at its right a result. */
export function Block({
  title,
  detail,
  end,
  className,
  children,
}: {
  title: string
  detail?: ReactNode
  end?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={cx('px-4 pt-2.75 pb-1', className)}>
      <div className="flex items-center gap-2 pb-1">
        <h3 className="font-strong whitespace-nowrap">{title}</h3>
        {detail !== undefined && <span className="min-w-0 truncate text-12 text-fg-3">{detail}</span>}
        {end !== undefined && <span className="ml-auto text-12 whitespace-nowrap text-fg-3">{end}</span>}
      </div>
      {children}
    </section>
  )
}

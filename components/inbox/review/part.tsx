import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/** A part of the review: what it is, a few quiet words, something to do at its right. */
export function Part(props: {
  title: string
  detail?: ReactNode
  end?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section aria-label={props.title} className={cx('mt-5 first:mt-0', props.className)}>
      <div className="mb-1.5 flex min-h-6 flex-wrap items-center gap-x-2">
        <h3 className="font-strong">{props.title}</h3>
        {props.detail && <span className="text-12 text-fg-3">{props.detail}</span>}
        {props.end && <div className="ml-auto flex items-center gap-1">{props.end}</div>}
      </div>
      {props.children}
    </section>
  )
}

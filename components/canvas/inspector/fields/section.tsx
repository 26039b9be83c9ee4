import type { ReactNode } from 'react'

/** A named part of the inspector; `aside` stands at its right. */
export function Section({
  title,
  aside,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5">
      <div className="flex min-h-6 items-center gap-2">
        <h3 className="font-strong">{title}</h3>
        <span className="flex-1" />
        {aside}
      </div>
      {children}
    </section>
  )
}

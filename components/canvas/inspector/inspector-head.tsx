import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What is inspected: its kind, its name, and at the right its state and what can be done with it. */
export function InspectorHead({
  kind,
  icon: Icon,
  name,
  end,
}: {
  kind: string
  icon?: LucideIcon
  name: ReactNode
  end?: ReactNode
}) {
  return (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-0.5 px-4 pt-3 pb-2.5">
      <div className="flex min-h-6 items-center gap-1.5 text-12 text-fg-3">
        {Icon && <Icon className="size-3.5" aria-hidden />}
        {kind}
        <span className="ml-auto flex items-center gap-1">{end}</span>
      </div>
      <h2 className="text-14 font-strong">{name}</h2>
    </header>
  )
}

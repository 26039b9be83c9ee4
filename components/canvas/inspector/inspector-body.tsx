'use client'

import type { ReactNode } from 'react'
import { useStudio } from '../studio/studio-context'

/** What is below an inspector's head: it scrolls, by key as well, and may be changed by who may edit. */
export function InspectorBody({
  of,
  leads,
  children,
}: {
  of: string
  /** What is pressed to read on elsewhere, by whoever may read. */
  leads?: ReactNode
  children: ReactNode
}) {
  const { canEdit } = useStudio()
  return (
    <div
      className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4 overflow-auto border-t border-line px-4 py-3.5"
      tabIndex={0}
      role="group"
      aria-label="What it is set to"
    >
      {/* Who only reads is shown no button that would do nothing; those with a role show what is chosen. */}
      <fieldset
        disabled={!canEdit}
        className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 disabled:[&_button:not([role])]:hidden"
      >
        <legend className="sr-only">{of}</legend>
        {children}
      </fieldset>
      {leads}
    </div>
  )
}

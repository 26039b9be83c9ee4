'use client'

import { List, Workflow } from 'lucide-react'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState, type ReactNode } from 'react'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useStudio } from '../studio/studio-context'
import { InspectorSheet } from './inspector-sheet'
import { TeamList } from './team-list'

const WAYS = ['list', 'canvas'] as const

/** The team where there is too little room to draw: as a list, or as the drawing to look at; a press opens a sheet to read. */
export function ReadingView({
  banners,
  canvas,
  isCovered,
}: {
  banners: ReactNode
  canvas: ReactNode
  /** Something lies over all of it. */
  isCovered: boolean
}) {
  const [as, setAs] = useQueryState('as', parseAsStringLiteral(WAYS).withDefault('list'))
  const { select } = useStudio()
  const [about, setAbout] = useState(false)
  return (
    <div className="grid min-h-0 min-w-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)]">
      <div className="border-b border-line px-4 py-2">
        <SegmentedControl
          label="Show the team as"
          className="grid grid-cols-2 [&>button]:justify-center"
          value={as}
          onValueChange={(next) => void setAs(next)}
          options={[
            { value: 'list', label: 'List', icon: List },
            { value: 'canvas', label: 'Canvas', icon: Workflow },
          ]}
        />
      </div>
      <div>{banners}</div>
      {as === 'list' ? (
        <TeamList onAbout={() => setAbout(true)} />
      ) : (
        <section aria-label="Canvas" className="relative min-h-0 min-w-0">
          {canvas}
        </section>
      )}
      <InspectorSheet
        isCovered={isCovered}
        about={about}
        onClose={() => {
          setAbout(false)
          select({})
        }}
      />
    </div>
  )
}

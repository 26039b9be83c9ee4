'use client'

import { useMemo } from 'react'
import { GraphView } from '@/components/canvas/graph-view'
import type { NodeRun } from '@/components/canvas/model/node-run'
import { nodeRuns } from '@/components/canvas/model/node-runs'
import type { RunDetail } from '../run-types'
import { nodeStatuses } from '../run-words'

/** The graph as it was when it ran, coloured by what happened; a node selects its last visit. */
export function RunGraph({
  run,
  now,
  selected,
  onSelect,
}: {
  run: RunDetail
  now: number
  /** A node. */
  selected: string | undefined
  onSelect: (visit: string) => void
}) {
  const told = useMemo(() => nodeStatuses(run, now), [run, now])
  const { nodes, taken } = useMemo(() => nodeRuns(run), [run])
  const statuses = useMemo(
    () =>
      new Map(
        [...nodes].map(([id, base]): [string, NodeRun] => {
          const known = told[id]
          if (!known || base.since || base.tally) return [id, base]
          if (known.plain) return [id, { ...base, status: known.status }]
          return [id, { status: known.status, word: clip(known.detail), times: base.times }]
        }),
      ),
    [nodes, told],
  )
  return (
    <GraphView
      bundle={run.bundle}
      statuses={statuses}
      taken={taken}
      selected={selected}
      onSelect={(node) => {
        const visit = told[node]?.visit
        if (visit) onSelect(visit)
      }}
      label="The team as it was when it ran"
      className="max-h-[38vh] shrink-0 border-b border-line max-lg:max-h-none"
    />
  )
}

const ROOM = 17

/** A card is narrow, and its panel says all. */
const clip = (text: string): string => (text.length > ROOM ? `${text.slice(0, ROOM - 1).trimEnd()}…` : text)

'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { skipToken } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { isOver } from '@/domain/run/history'
import { nodeRuns } from '../model/node-runs'
import type { Overlay } from '../studio/studio-context'
import type { RunDetail } from '../studio/studio-data'

export interface RunOverlay {
  run: RunDetail | undefined
  overlay: Overlay | undefined
  show: (id: string | null) => void
}

/** The run laid over the canvas, named in the address; live while it goes on. */
export function useOverlay(): RunOverlay {
  const [id, setId] = useQueryState('run')
  const { data } = useQuery(
    useTRPC().runs.get.queryOptions(id === null ? skipToken : { id }, {
      // The live line says when it moved; this is for when the line is down.
      refetchInterval: ({ state }) => (state.data && isOver(state.data.status) ? false : 5000),
    }),
  )
  const run = id === null ? undefined : data
  const overlay = useMemo(
    (): Overlay | undefined => run && { id: run.id, title: run.title, ...nodeRuns(run) },
    [run],
  )
  return { run, overlay, show: (next) => void setId(next) }
}

'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { merged, type Replay } from '@/domain/policy/replay'

export interface ReplayRun {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed'
  /** Steps looked at so far. */
  steps: number
  /** Of the draft that was tried. */
  revision: number
  found: Replay
  error?: unknown
}

const NOTHING: Replay = { decisions: 0, differing: 0, differences: [] }

/** Tries the edited policies on past decisions, batch by batch, so that what is found shows at once. */
export function useReplay(): {
  run: ReplayRun
  start: (revision: number, most: number) => void
  stop: () => void
} {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const turn = useRef(0)
  const [run, setRun] = useState<ReplayRun>({ state: 'idle', steps: 0, revision: 0, found: NOTHING })
  useEffect(
    () => () => {
      turn.current++
    },
    [],
  )
  const go = async (revision: number, most: number) => {
    const own = ++turn.current
    let [steps, found, cursor]: [number, Replay, string | null] = [0, NOTHING, null]
    const tell = (state: ReplayRun['state'], error?: unknown) => {
      if (own === turn.current) setRun({ state, steps, revision, found, error })
    }
    tell('running')
    try {
      do {
        const batch: Replay & { steps: number; nextCursor: string | null } = await queryClient.fetchQuery(
          trpc.policies.replay.queryOptions({ revision, cursor }, { staleTime: 0, gcTime: 0 }),
        )
        if (own !== turn.current) return
        found = merged([found, batch])
        steps += batch.steps
        cursor = batch.nextCursor
        tell('running')
      } while (cursor !== null && steps < most)
      tell('done')
    } catch (error) {
      tell('failed', error)
    }
  }
  return {
    run,
    start: (revision, most) => void go(revision, most),
    stop: () => {
      turn.current++
      setRun((now) => ({ ...now, state: 'stopped' }))
    },
  }
}

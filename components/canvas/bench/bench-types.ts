import type { inferRouterOutputs } from '@trpc/server'
import type { Status } from '@/components/ui/status-chip'
import type { benchRouter } from '@/server/trpc/bench'

type Outputs = inferRouterOutputs<typeof benchRouter>

export type Bench = Outputs['get']
export type BenchCase = Bench['cases'][number]
export type TrialResult = NonNullable<BenchCase['last']>
export type CaseResult = Outputs['results']['results'][number]
export type Handed = NonNullable<Outputs['handed']>

/** It goes on, or waits for its turn. */
export const isUnderWay = (result: Pick<TrialResult, 'status'> | null | undefined): boolean =>
  result?.status === 'queued' || result?.status === 'running'

/** A result in a word and its colour; one of an earlier draft or case says nothing of this one. */
export function standingOf(result: TrialResult | null): { status: Status; word: string } {
  if (!result) return { status: 'idle', word: 'Not run' }
  if (result.status === 'queued') return { status: 'queued', word: 'In line' }
  if (result.status === 'running') return { status: 'running', word: 'Running' }
  if (!result.current) return { status: 'idle', word: 'Changed since' }
  switch (result.status) {
    case 'passed':
      return { status: 'done', word: 'Passed' }
    case 'failed':
      return { status: 'failed', word: 'Failed' }
    case 'refused':
      return { status: 'failed', word: 'Cannot start' }
    case 'stopped':
      return { status: 'cancelled', word: 'Stopped' }
    default:
      return { status: 'done', word: 'Tried' }
  }
}

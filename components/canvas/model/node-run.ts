import type { Status } from '@/components/ui/status-chip'

/** What a run did at a node so far. */
export interface NodeRun {
  status: Status
  /** Instead of the status's own word: `M. Okonjo, 52m`. */
  word?: string
  /** Of one that is come to for each item or task: how far it is, `5 of 8, 1 failed`. Stands in the place of `times`. */
  tally?: string
  /** Attempts and iterations together; shown from two on. */
  times: number
  /** Worked, in ms; absent while it has not begun. */
  ms?: number
  costMicros?: bigint
  /** Since when it runs or waits. */
  since?: Date
}

export type NodeRuns = ReadonlyMap<string, NodeRun>

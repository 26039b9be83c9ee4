import type { Status } from '@/components/ui/status-chip'

/** What a run did at a node so far. */
export interface NodeRun {
  status: Status
  /** Instead of the status's own word: `M. Okonjo, 52m`. */
  word?: string
  /** Attempts and iterations together; shown from two on. */
  times: number
  /** Worked, in ms; absent while it has not begun. */
  ms?: number
  costMicros?: bigint
  /** Since when it runs or waits. */
  since?: Date
}

export type NodeRuns = ReadonlyMap<string, NodeRun>

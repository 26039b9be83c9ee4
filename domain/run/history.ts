/** What the plan knows of one activation: where it was, and how it ended. */
export interface PlannedStep {
  node: string
  iteration: number
  attempt: number
  status: 'done' | 'failed'
  port?: string
}

export const RUN_STATUSES = [
  'queued',
  'running',
  'waiting',
  'blocked',
  'done',
  'failed',
  'cancelled',
] as const
export type RunStatus = (typeof RUN_STATUSES)[number]
export const isOver = (status: RunStatus): boolean =>
  status === 'done' || status === 'failed' || status === 'cancelled'

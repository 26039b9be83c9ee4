import { isRecord } from '../contract/json-schema'
import type { GivenTask } from './step'

/** What became of a task. */
export type TaskResult = { task: number; to: string } & ({ output: unknown } | { missing: string })

/** One round of an orchestrator: what it gave, and what came back. */
export interface TaskRound {
  tasks: GivenTask[]
  results: TaskResult[]
}

/** What an orchestrator remembers from round to round, beside its tasks in its own slot. */
export interface RoundsSoFar {
  rounds: TaskRound[]
  /** Milliseconds of the clock when its first round began. */
  sinceMs: number
  /** What earlier visits of it and their tasks had cost then, in micro-dollars; 0 where nothing bounds it. */
  spentMicros: string
}

/** The name under which it stands in the slot, beside the tasks by their numbers. */
export const SO_FAR = 'so_far'

/** As it was written into the slot; undefined before the first round. */
export function soFarIn(slot: unknown): RoundsSoFar | undefined {
  const kept = isRecord(slot) ? slot[SO_FAR] : undefined
  return isRecord(kept) && Array.isArray(kept['rounds']) ? (kept as unknown as RoundsSoFar) : undefined
}

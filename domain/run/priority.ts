export const PRIORITIES = ['low', 'normal', 'high'] as const

/**
 * How soon a run's work is taken where there is more of it than room. It is a head start and never a right of way: who
 * waits is in time before all who come that much later (docs/decisions/0014).
 */
export type Priority = (typeof PRIORITIES)[number]

/** As it is counted: `run.priority`, and a model call's. */
const STEPS: Record<Priority, -1 | 0 | 1> = { low: -1, normal: 0, high: 1 }

export const stepsOf = (priority: Priority): number => STEPS[priority]

/** @throws Error for a number that is no priority */
export function priorityOf(steps: number): Priority {
  const priority = PRIORITIES.find((each) => STEPS[each] === steps)
  if (!priority) throw new Error(`${steps} is no priority`)
  return priority
}

import { add, isCaught, type Caught } from '../pii/net'
import type { StepResult } from './step'

/** What the net took out in a step of all that was on its way to a model or a tool: types and counts. */
export function caughtIn({ view, calls = [], tools = [] }: StepResult): Caught {
  const sum: Caught = {}
  for (const { caught } of [...(view ? [view] : []), ...calls, ...tools]) add(sum, caught ?? {})
  return sum
}

/** The same for the record; nothing where nothing was caught. */
export function caughtData(result: StepResult): { caught?: Caught } {
  const caught = caughtIn(result)
  return isCaught(caught) ? { caught } : {}
}

import type { CallSummary } from '@/domain/run/step'
import type { Entered, Waits } from './entered'

/**
 * It asks for its turn no sooner than this, twice as long each time: a service that names too short a time is not asked
 * without end.
 */
const SOONEST_MS = 500
const SOONEST_AT_MOST_MS = 10_000

/**
 * How a step that was not let in waits for its turn: without using up an attempt, since nothing was done.
 * @param turnedAway when somebody may be asked again, in milliseconds, why not now, and all calls of this attempt so far
 * @returns undefined when it has waited, or would have to, for longer than all of its attempts could take together
 */
export function waitsFor(
  { at, node, startedAt }: { at: At; node: WaitingNode; startedAt: Date },
  { because, retryAfterMs, calls = [] }: { because: string; retryAfterMs: number; calls?: CallSummary[] },
): { waits: Waits; delayMs: number } | undefined {
  const { retriedAt, waits: earlier } = at.arrived
  const { ms, times } = earlier && earlier.retriedAt === retriedAt ? earlier : { ms: 0, times: 0 }
  const delayMs = Math.ceil(Math.max(retryAfterMs, Math.min(SOONEST_AT_MOST_MS, SOONEST_MS * 2 ** times)))
  const waited = ms + Math.max(0, Date.now() - startedAt.getTime()) + delayMs
  if (waited > (node.retries + 1) * node.timeoutSeconds * 1000) return undefined
  return {
    waits: {
      ...{ ms: waited, times: times + 1, because, attempt: at.attempt },
      ...(calls.length > 0 && { calls }),
      ...(retriedAt !== undefined && { retriedAt }),
    },
    delayMs,
  }
}

/** The calls that an attempt made before it was let in. */
export const callsBefore = ({ attempt, arrived: { waits } }: At): CallSummary[] =>
  (waits?.attempt === attempt ? waits.calls : undefined) ?? []

type At = Pick<Entered, 'arrived' | 'attempt'>

interface WaitingNode {
  retries: number
  /** Of one attempt. */
  timeoutSeconds: number
}

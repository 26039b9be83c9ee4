import type { StepFailure } from '@/domain/run/step'
import type { Entered } from './store'
import type { HandlerOutcome } from './types'

/** A step that failed; `retryable` when another attempt may go better. */
export const fault = (
  failure: StepFailure,
  retryable = false,
): Extract<HandlerOutcome, { kind: 'fault' }> => ({ kind: 'fault', failure, retryable, result: { failure } })

/** Whether another attempt is left; a person's 'try again' allows as many as at first. */
export const mayRetry = (at: Pick<Entered, 'attempt' | 'arrived'>, retries: number): boolean =>
  at.attempt - (at.arrived.retriedAt ?? 0) < retries

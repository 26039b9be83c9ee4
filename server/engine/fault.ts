import type { StepFailure } from '@/domain/run/step'
import type { HandlerOutcome } from './types'

/** A step that failed; `retryable` when another attempt may go better. */
export const fault = (
  failure: StepFailure,
  retryable = false,
): Extract<HandlerOutcome, { kind: 'fault' }> => ({ kind: 'fault', failure, retryable, result: { failure } })

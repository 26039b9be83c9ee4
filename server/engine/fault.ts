import type { StepFailure } from '@/domain/run/step'
import type { Entered } from './entered'
import type { HandlerOutcome } from './types'

/** A step that failed; `retryable` when another attempt may go better. */
export const fault = (
  failure: StepFailure,
  retryable = false,
): Extract<HandlerOutcome, { kind: 'fault' }> => ({ kind: 'fault', failure, retryable, result: { failure } })

/** Whoever asks to be left alone for longer is not waited for: a person hears of it. */
const LONGEST_WAIT_MS = 10 * 60_000

/** Whether a fault leads to another attempt of its step, rather than to a person. */
export const leadsToRetry = (
  at: Pick<Entered, 'attempt' | 'arrived'>,
  retries: number,
  { retryable, retryAfterMs = 0 }: { retryable: boolean; retryAfterMs?: number },
): boolean => retryable && mayRetry(at, retries) && retryAfterMs <= LONGEST_WAIT_MS

/** Whether another attempt is left; a person's 'try again' allows as many as at first. */
export const mayRetry = (at: Pick<Entered, 'attempt' | 'arrived'>, retries: number): boolean =>
  at.attempt - (at.arrived.retriedAt ?? 0) < retries

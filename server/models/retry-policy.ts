import type { CallFailure } from './port'

/** What a fault means for those who come after it. */
export interface FaultPolicy {
  code: CallFailure['code']
  /** The same request may succeed later; without it only another model can help. */
  retry: boolean
  /** It says that the service is ill: it counts for the circuit breaker. Not what we did wrong, and no limit. */
  breaks: boolean
  /** Milliseconds for which the model is left alone where the service names no time. */
  coolsMs: number
}

const policy = (code: CallFailure['code'], given: Partial<Omit<FaultPolicy, 'code'>> = {}): FaultPolicy => ({
  code,
  retry: false,
  breaks: false,
  coolsMs: 0,
  ...given,
})

/**
 * Answers by HTTP status, the first row that fits (RFC 9110 §15.5 and §15.6; 429 is RFC 6585 §4). 408, 409 (a lock that
 * was not had in time) and 5xx are what OpenAI's own clients retry as well.
 */
const BY_STATUS: readonly { from: number; to: number; policy: FaultPolicy }[] = [
  { from: 408, to: 408, policy: policy('server_error', { retry: true, breaks: true }) },
  { from: 409, to: 409, policy: policy('server_error', { retry: true }) },
  { from: 429, to: 429, policy: policy('rate_limited', { retry: true, coolsMs: 1000 }) },
  // Not built in, or another version of HTTP: it will not be otherwise next time.
  { from: 501, to: 501, policy: policy('server_error', { breaks: true }) },
  { from: 505, to: 505, policy: policy('server_error', { breaks: true }) },
  { from: 500, to: 599, policy: policy('server_error', { retry: true, breaks: true }) },
  // Wrong key, no such model, a request it does not take, a redirect.
  { from: 100, to: 499, policy: policy('misconfigured') },
]

/** Faults without a status that tells enough. */
const BY_CODE: Record<CallFailure['code'], FaultPolicy> = {
  timeout: policy('timeout', { retry: true, breaks: true }),
  network: policy('network', { retry: true, breaks: true }),
  /** A broken stream, or what is no chat completion. */
  nonsense: policy('nonsense', { retry: true, breaks: true }),
  rate_limited: policy('rate_limited', { retry: true, coolsMs: 1000 }),
  server_error: policy('server_error', { retry: true, breaks: true }),
  misconfigured: policy('misconfigured'),
  aborted: policy('aborted'),
}

/** Longer than an hour is not believed: an admin can also end a cool-down by hand. */
const LONGEST_COOL_MS = 3_600_000

/** How an answer with this status, which is none of success, is taken. */
export function policyOfStatus(status: number): FaultPolicy {
  return BY_STATUS.find(({ from, to }) => status >= from && status <= to)?.policy ?? BY_CODE.nonsense
}

export function policyOf({ code, status }: Pick<CallFailure, 'code' | 'status'>): FaultPolicy {
  const byStatus = status === undefined ? undefined : policyOfStatus(status)
  return byStatus?.code === code ? byStatus : BY_CODE[code]
}

/** For how long the model is left alone, by its own word (`retry-after`) or by ours; 0 = not at all. */
export function coolDownMs(failure: CallFailure, retryAfterMs: number | undefined): number {
  if (failure.code === 'aborted') return 0
  return Math.min(retryAfterMs ?? policyOf(failure).coolsMs, LONGEST_COOL_MS)
}

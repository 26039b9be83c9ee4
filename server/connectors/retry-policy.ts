import type { ConnectorErrorCode } from './connector-error'

/** What the fault of a connection means for those who come after it. */
export interface ConnectorFaultPolicy {
  /** The same request may succeed later. Whether it may be sent twice is another question: see `ConnectorError.sent`. */
  retry: boolean
  /** It says that the service is ill: it counts for the circuit breaker. */
  breaks: boolean
}

const NEVER: ConnectorFaultPolicy = { retry: false, breaks: false }
const ILL: ConnectorFaultPolicy = { retry: true, breaks: true }

const BY_CODE: Record<ConnectorErrorCode, ConnectorFaultPolicy> = {
  timeout: ILL,
  network: ILL,
  circuit_open: { retry: true, breaks: false },
  limited: { retry: true, breaks: false },
  // Once more, the gate sees where it leads now.
  moved: { retry: true, breaks: false },
  operation_off: NEVER,
  invalid_arguments: NEVER,
  other_environment: NEVER,
  too_large: NEVER,
  unknown_connection: NEVER,
  refused_address: NEVER,
  misconfigured: NEVER,
}

/** A call that was not answered. */
export const policyOfError = (code: ConnectorErrorCode): ConnectorFaultPolicy => BY_CODE[code]

/** An answer, by its status (RFC 9110 §15): its faults are ill health, a limit passes, what we did wrong stays wrong. */
export function policyOfAnswer(status: number): ConnectorFaultPolicy {
  if (status >= 500) return status === 501 || status === 505 ? { retry: false, breaks: true } : ILL
  if (status === 408) return ILL
  return status === 425 || status === 429 ? { retry: true, breaks: false } : NEVER
}

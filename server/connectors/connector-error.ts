export type ConnectorErrorCode =
  | 'unknown_connection'
  | 'refused_address'
  | 'timeout'
  | 'network'
  | 'too_large'
  | 'misconfigured'
  /** Its circuit breaker is open: nothing was sent. */
  | 'circuit_open'
  /** It takes nothing more for now, or our own limit for it is reached: nothing was done. */
  | 'limited'
  /** The operation is switched off, waits for approval, or is not what was approved. */
  | 'operation_off'
  /** The arguments make no request. */
  | 'invalid_arguments'
  /** It belongs to another environment than the one that would call it. */
  | 'other_environment'
  /** It leads elsewhere than what is sent was let out for. */
  | 'moved'

/** What kept a request from being answered. `message` is a sentence for people; it bears no secret and no data. */
export class ConnectorError extends Error {
  constructor(
    readonly code: ConnectorErrorCode,
    message: string,
    /** Whether the request may have reached the service and been carried out. */
    readonly sent: boolean,
    /** Milliseconds after which asking again makes sense, where that is known. */
    readonly retryAfterMs?: number,
  ) {
    super(message)
    this.name = 'ConnectorError'
  }
}

/** One thing wrong with something given: where (JSON Pointer, RFC 6901) and what was expected. */
export interface Problem {
  pointer: string
  message: string
  expected?: string
}

const BRIEF = 80

/** What somebody sent, to be named in a sentence: at most 80 characters of it. */
export const brief = (text: string): string => (text.length > BRIEF ? `${text.slice(0, BRIEF - 1)}…` : text)

export type ErrorCode =
  'unauthenticated' | 'forbidden' | 'not_found' | 'invalid' | 'conflict' | 'rate_limited' | 'unavailable'

/** The one error that services throw on purpose; every edge (tRPC, REST, CLI) maps `code` to its own. */
export class BatonError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly problems: Problem[] = [],
    /** Seconds after which trying again makes sense, for `rate_limited` and `unavailable`. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = 'BatonError'
  }
}

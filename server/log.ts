import { pino, type DestinationStream } from 'pino'
import { saidOfError } from './log-error'
import { netted, nettedValue, type Permits } from '@/domain/pii/net'

/** Addresses of one's own machines, which operators look for, and no person's: loopback and private ranges (RFC 1918, 6890). */
const OWN_ADDRESS = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$|::1$)/
const permits: Permits = ({ type, text }) => type === 'IP_ADDRESS' && OWN_ADDRESS.test(text)
const clean = (value: unknown): unknown => nettedValue(value, (text) => netted(text, permits)).value

/**
 * Structured logs. Log ids and codes, never data of runs: of errors stands what log-error.ts lets by, and what slips into
 * a line all the same goes through the net for personal data.
 */
export const createLog = (to: DestinationStream) =>
  pino(
    {
      level: process.env['LOG_LEVEL'] ?? 'info',
      base: undefined,
      redact: ['*.authorization', '*.password', '*.apiKey', '*.secret'],
      serializers: { err: (error: unknown) => clean(saidOfError(error)) },
      formatters: { log: (line) => clean(line) as Record<string, unknown> },
      hooks: {
        logMethod(given, method) {
          method.apply(
            this,
            given.map((part: unknown) => (typeof part === 'string' ? clean(part) : part)) as typeof given,
          )
        },
      },
    },
    to,
  )

/** On standard output. */
export const log = createLog({ write: (line) => void process.stdout.write(line) })

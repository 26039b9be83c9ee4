import { pino } from 'pino'

/** Structured logs on standard output. Log ids and codes, never data of runs. */
export const log = pino({
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: undefined,
  redact: ['*.authorization', '*.password', '*.apiKey', '*.secret'],
})

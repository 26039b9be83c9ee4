import { z } from 'zod'

const text = z.string('is missing').trim().min(1, 'is blank')
const url = z.url('must be an address, as in https://baton.example.com')
const number = (from: number, to: number) => {
  const expected = `must be a number from ${from} to ${to}`
  return z.coerce.number(expected).min(from, expected).max(to, expected)
}
const whole = (from: number, to: number) => number(from, to).int('must be a whole number')

const schema = z.object({
  /** The application's role. */
  DATABASE_URL: text,
  /** The sequencer's role; without it the worker does not number the record. */
  SEQUENCER_DATABASE_URL: text.optional(),
  /** 32 bytes in base64: secrets at rest and session cookies are derived from it. */
  BATON_SECRET_KEY: text.refine(
    (key) => Buffer.from(key, 'base64').length === 32,
    'must be 32 bytes in base64, as `openssl rand -base64 32` makes them',
  ),
  HOST: text.default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  /** How people reach the console, when not by HOST and PORT. */
  BATON_URL: url.optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_API_KEY: text.optional(),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Seconds without a heartbeat after which a worker's work is taken over. */
  BATON_LEASE_SECONDS: number(1, 600).default(6),
  BATON_WORKER_CONCURRENCY: whole(1, 1000).default(50),
  /** Hours for which the branches of runs that are done are kept; what happened stands in their steps. */
  BATON_BRANCH_RETENTION_HOURS: whole(1, 8760).default(24),
})

export type Env = z.infer<typeof schema>

let parsed: Env | undefined

/**
 * The process's settings, parsed once. Empty variables count as absent.
 * @throws Error naming every setting that is missing or malformed
 */
export function env(): Env {
  if (parsed) return parsed
  return (parsed = read(schema, process.env))
}

/**
 * Looks at the settings that people gave, before anything is started: the database and the key may be made later.
 * @throws Error naming every setting that is malformed
 */
export function checkSettings(given: NodeJS.Dict<string>): void {
  read(schema.partial(), given)
}

function read<T>(settings: z.ZodType<T>, variables: NodeJS.Dict<string>): T {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = settings.safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new Error(`Baton's settings are not usable: ${lines.join('; ')}.`)
}

import { z } from 'zod'

const text = z.string().trim().min(1)

const schema = z.object({
  /** The application's role. */
  DATABASE_URL: text,
  /** The sequencer's role; without it the worker does not number the record. */
  SEQUENCER_DATABASE_URL: text.optional(),
  /** 32 bytes in base64: secrets at rest and session cookies are derived from it. */
  BATON_SECRET_KEY: text,
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** How people reach the console, when not by HOST and PORT. */
  BATON_URL: z.url().optional(),
  OPENAI_BASE_URL: z.url().optional(),
  OPENAI_API_KEY: text.optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Seconds without a heartbeat after which a worker's work is taken over. */
  BATON_LEASE_SECONDS: z.coerce.number().min(1).max(600).default(6),
  BATON_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(50),
})

export type Env = z.infer<typeof schema>

let parsed: Env | undefined

/**
 * The process's settings, parsed once. Empty variables count as absent.
 * @throws Error naming every setting that is missing or malformed
 */
export function env(): Env {
  if (parsed) return parsed
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Baton's settings are not usable. ${lines.join('; ')}`)
  }
  return (parsed = result.data)
}

import { z } from 'zod'

const text = z.string('is missing').trim().min(1, 'is blank')
const url = z.url('must be an address, as in https://baton.example.com')
const number = (from: number, to: number) => {
  const expected = `must be a number from ${from} to ${to}`
  return z.coerce.number(expected).min(from, expected).max(to, expected)
}
const whole = (from: number, to: number) => number(from, to).int('must be a whole number')
const secretKey = text.refine(
  (key) => Buffer.from(key, 'base64').length === 32,
  'must be 32 bytes in base64, as `openssl rand -base64 32` makes them',
)

const schema = z.object({
  /** The application's role. */
  DATABASE_URL: text,
  /** The sequencer's role; without it the worker does not number the record. */
  SEQUENCER_DATABASE_URL: text.optional(),
  /** 32 bytes in base64: secrets at rest and session cookies are derived from it. */
  BATON_SECRET_KEY: secretKey,
  /** The key before it, until `baton secrets rotate` has sealed everything anew. */
  BATON_OLD_SECRET_KEY: secretKey.optional(),
  HOST: text.default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  /** How people reach the console, when not by HOST and PORT. */
  BATON_URL: url.optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_API_KEY: text.optional(),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  /** An analyzer of names (Microsoft Presidio's REST API) that the net asks besides. Where it is set, it must answer. */
  BATON_PRESIDIO_URL: url.optional(),
  /** Asked of the provider; some tell groups only for a scope of their own. */
  OIDC_SCOPE: text
    .default('openid email profile')
    .refine(
      (scope) => ['openid', 'email'].every((each) => scope.split(/ +/).includes(each)),
      'must name openid and email, as in "openid email profile groups"',
    ),
  /** The claim that names somebody's groups at the provider; without it groups are kept by hand alone. */
  OIDC_GROUPS_CLAIM: text.optional(),
  /** Whose e-mail addresses come in by single sign-on, by domain; without it any that has an account. */
  OIDC_ALLOWED_DOMAINS: text
    .regex(/^[a-z0-9.-]+(, *[a-z0-9.-]+)*$/i, 'must be domains, as in example.org, example.com')
    .transform((domains) => domains.toLowerCase().split(/, */))
    .optional(),
  /**
   * Programs that connections to MCP servers may start, by name: {"files":{"command":"/usr/bin/node","args":["server.mjs"]}}.
   * No page can add to them.
   */
  BATON_MCP_COMMANDS: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' })
        return z.NEVER
      }
    })
    .pipe(
      z.record(
        z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
        z.strictObject({
          command: z.string().min(1),
          args: z.array(z.string()).default([]),
          env: z.record(z.string(), z.string()).default({}),
        }),
        'must name programs: {"name":{"command":"…","args":["…"]}}',
      ),
    )
    .default({}),
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

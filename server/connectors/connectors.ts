import { z } from 'zod'
import { secretBox, SecretBoxError, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { callHttp, ConnectorError, type HttpAnswer, type HttpRequest, type HttpTarget } from './http'

/** Calls outside services by a workspace's connections. Secrets are opened here and go nowhere else. */
export interface Connectors {
  /** @throws ConnectorError also when there is no such connection; an answer of any status is no error */
  call(workspaceId: string, slug: string, request: HttpRequest): Promise<HttpAnswer>
}

/** How a connection's secret is sent. */
export const connectionAuthSchema = z.object({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'a header name')
    .default('authorization'),
  prefix: z.string().max(40).default('Bearer '),
})

/** Long enough that hot runs do not ask the database each time, short enough that a change takes hold at once. */
const FRESH_MS = 2000

export function createConnectors({
  db,
  secrets = secretBox,
}: {
  db: Db
  secrets?: () => SecretBox
}): Connectors {
  const kept = new Map<string, { until: number; target: Promise<HttpTarget> }>()

  function target(workspaceId: string, slug: string): Promise<HttpTarget> {
    const key = `${workspaceId}/${slug}`
    const known = kept.get(key)
    if (known && known.until > Date.now()) return known.target
    const found = readTarget(db, secrets, workspaceId, slug)
    kept.set(key, { until: Date.now() + FRESH_MS, target: found })
    found.catch(() => kept.delete(key))
    return found
  }

  return { call: async (workspaceId, slug, request) => callHttp(await target(workspaceId, slug), request) }
}

async function readTarget(
  { prisma }: Db,
  secrets: () => SecretBox,
  workspaceId: string,
  slug: string,
): Promise<HttpTarget> {
  const row = await prisma.connection.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) throw new ConnectorError('unknown_connection', `There is no connection ${slug}.`, false)
  const { name, baseUrl, allowPrivate, secretSealed } = row
  if (!secretSealed) return { name, baseUrl, allowPrivate }
  const auth = connectionAuthSchema.safeParse(row.auth)
  if (!auth.success)
    throw new ConnectorError('misconfigured', `How ${name} takes its secret is not set.`, false)
  return { name, baseUrl, allowPrivate, secret: { ...auth.data, value: open(secrets, name, secretSealed) } }
}

function open(secrets: () => SecretBox, name: string, sealed: string): string {
  try {
    return secrets().open(sealed)
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error
    throw new ConnectorError(
      'misconfigured',
      `The secret of ${name} cannot be opened. Enter it again.`,
      false,
    )
  }
}

import { z } from 'zod'
import { secretBox, SecretBoxError, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { ConnectionBreakers, type CallEnd, type KnownBreaker } from './breaker'
import { callHttp, ConnectorError, type HttpAnswer, type HttpRequest, type HttpTarget } from './http'
import { policyOfAnswer, policyOfError } from './retry-policy'

/** Calls outside services by a workspace's connections. Secrets are opened here and go nowhere else. */
export interface Connectors {
  /**
   * @throws ConnectorError also when there is no such connection, or its circuit breaker is open; an answer of any status
   *   is no error
   */
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
  const kept = new Map<string, { until: number; target: Promise<Target> }>()
  const breakers = new ConnectionBreakers(db)

  function targetOf(workspaceId: string, slug: string): Promise<Target> {
    const key = `${workspaceId}/${slug}`
    const known = kept.get(key)
    if (known && known.until > Date.now()) return known.target
    const found = readTarget(db, secrets, workspaceId, slug)
    kept.set(key, { until: Date.now() + FRESH_MS, target: found })
    found.catch(() => kept.delete(key))
    return found
  }

  return {
    async call(workspaceId, slug, request) {
      const target = await targetOf(workspaceId, slug)
      const probe = await breakers.enter(target.breaker, request.timeoutMs)
      let end: CallEnd = { is: 'unknown' }
      try {
        const answer = await callHttp(target, request)
        end = policyOfAnswer(answer.status).breaks ? fault(`status ${answer.status}`) : { is: 'well' }
        return answer
      } catch (error) {
        if (error instanceof ConnectorError && policyOfError(error.code).breaks) end = fault(error.code)
        throw error
      } finally {
        await breakers.ended(target.breaker, probe, end)
        // What this process knows is old now.
        if (probe !== undefined || end.is === 'fault') kept.delete(`${workspaceId}/${slug}`)
      }
    },
  }
}

const fault = (code: string): CallEnd => ({ is: 'fault', code })

interface Target extends HttpTarget {
  breaker: KnownBreaker
}

async function readTarget(
  { prisma }: Db,
  secrets: () => SecretBox,
  workspaceId: string,
  slug: string,
): Promise<Target> {
  const row = await prisma.connection.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) throw new ConnectorError('unknown_connection', `There is no connection ${slug}.`, false)
  const { id, name, baseUrl, allowPrivate, secretSealed } = row
  const guard = await prisma.serviceGuard.findUnique({ where: { id } })
  const breaker = {
    id,
    workspaceId,
    name,
    closed: !guard || guard.breaker === 'closed',
    watched: Date.now() - (guard?.lastErrorAt?.getTime() ?? 0) < 60_000,
  }
  if (!secretSealed) return { name, baseUrl, allowPrivate, breaker }
  const auth = connectionAuthSchema.safeParse(row.auth)
  if (!auth.success)
    throw new ConnectorError('misconfigured', `How ${name} takes its secret is not set.`, false)
  const value = open(secrets, name, secretSealed)
  return { name, baseUrl, allowPrivate, breaker, secret: { ...auth.data, value } }
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

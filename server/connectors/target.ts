import { z } from 'zod'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { CONNECTION_KIND, CONNECTION_KINDS, type ConnectionKind } from '@/domain/connection/kinds/registry'
import { SecretBoxError, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import type { KnownBreaker } from './breaker'
import { ConnectorError } from './connector-error'
import { privatePlaceSchema } from './private-reach'
import type { OperationTarget } from './sender'

/** How a connection's secret is sent. */
export const connectionAuthSchema = z.object({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'a header name')
    .default('authorization'),
  prefix: z.string().max(40).default('Bearer '),
})

/** A connection as this process knows it. */
export interface Target extends OperationTarget {
  kind: ConnectionKind
  breaker: KnownBreaker
  /** Its requests a minute are limited. */
  limited: boolean
  environment: string | null
  /** A practice service of this installation. */
  practice: boolean
  /** The operations that may be called, as they are approved; by name. */
  operations: ReadonlyMap<string, Operation>
}

/** Stands where a secret goes, for whoever looks at a connection and calls nothing: none is opened. */
export const NO_SECRETS = () => ({ open: () => '[secret]' })

const kindSchema = z.enum(CONNECTION_KINDS)

/** @throws ConnectorError unknown_connection | misconfigured */
export async function readTarget(
  { prisma }: Db,
  secrets: () => Pick<SecretBox, 'open'>,
  workspaceId: string,
  slug: string,
  which: 'current' | 'next' = 'current',
): Promise<Target> {
  const row = await prisma.connection.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) throw new ConnectorError('unknown_connection', `There is no connection ${slug}.`, false)
  const { id, name, baseUrl } = row
  const privateReach = z.array(privatePlaceSchema).safeParse(row.privateReach)
  if (!privateReach.success)
    throw new ConnectorError('misconfigured', `The private addresses of ${name} are not in order.`, false)
  const [guard, stored] = await Promise.all([
    prisma.serviceGuard.findUnique({ where: { id } }),
    prisma.connectionOperation.findMany({ where: { connectionId: id, state: 'on' } }),
  ])
  const kind = kindSchema.parse(row.kind)
  const operations = [
    ...(CONNECTION_KIND[kind].fixed ?? []),
    ...stored.map(({ definition }) => operationSchema.parse(definition)),
  ]
  const target: Target = {
    id,
    workspaceId,
    kind,
    name,
    baseUrl,
    privateReach: privateReach.data,
    settings: row.settings,
    environment: row.environment,
    practice: row.practice,
    limited: (guard?.requestsPerMinute ?? null) !== null,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    breaker: {
      id,
      workspaceId,
      name,
      closed: !guard || guard.breaker === 'closed',
      watched: Date.now() - (guard?.lastErrorAt?.getTime() ?? 0) < 60_000,
    },
  }
  const sealed = which === 'next' ? row.nextSealed : row.secretSealed
  if (!sealed) return target
  const auth = connectionAuthSchema.safeParse(row.auth)
  if (!auth.success)
    throw new ConnectorError('misconfigured', `How ${name} takes its secret is not set.`, false)
  return { ...target, secret: { ...auth.data, value: open(secrets, name, sealed) } }
}

function open(secrets: () => Pick<SecretBox, 'open'>, name: string, sealed: string): string {
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

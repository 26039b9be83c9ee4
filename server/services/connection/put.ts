import { z } from 'zod'
import { labelSchema, nameSchema } from '@/domain/name'
import { classificationSchema } from '@/domain/policy/classification'
import { BatonError } from '@/domain/problem'
import { slugSchema } from '@/domain/team/slug'
import { secretBox } from '@/server/auth/secret-box'
import { CONNECTION_KIND, CONNECTION_KINDS, type ConnectionKind } from '@/domain/connection/kinds/registry'
import { connectionAuthSchema } from '@/server/connectors/connectors'
import { privateReachSchema } from '@/server/connectors/private-reach'
import { newId } from '@/server/db/id'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '../context'

export const putConnectionInput = z.object({
  /** Absent for a new one. */
  id: z.string().optional(),
  /** By which teams and agents name it; fixed once it is made. */
  slug: slugSchema,
  name: nameSchema(),
  /** What it speaks; fixed once it is made. */
  kind: z.enum(CONNECTION_KINDS).default('http'),
  baseUrl: z.string().trim().min(1, 'an address').max(2000),
  /** What its kind sets besides. */
  settings: z.record(z.string(), z.unknown()).default({}),
  auth: connectionAuthSchema.default({ header: 'authorization', prefix: 'Bearer ' }),
  /** Absent keeps the secret that is stored; null removes it. */
  secret: z.string().trim().min(1).max(4000).nullable().optional(),
  owner: nameSchema(120, 'the person who answers for it'),
  /** The part of the organisation that answers for it. */
  team: labelSchema(120).default(''),
  clearance: classificationSchema.default('internal'),
  /** Private hosts, addresses and ranges that it may reach; none where it is empty. */
  privateReach: privateReachSchema.default([]),
  /** Slug of the one environment whose runs may use it; null for all. */
  environment: slugSchema.nullable().default(null),
  /** By all workers together; null is no limit. */
  requestsPerMinute: z
    .number()
    .int('a whole number')
    .min(1, 'at least 1')
    .max(1_000_000)
    .nullable()
    .default(null),
})
export type PutConnection = z.infer<typeof putConnectionInput>

/**
 * Makes or changes a connection. Its secret is sealed and never read back.
 * @throws BatonError not_found | conflict when the slug is taken | invalid: the address or what its kind sets is not in
 *   order, or the address, or how the secret is guarded on its
 *   way, changes but the secret does not
 */
export async function putConnection(ctx: Context, input: PutConnection): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'connection.edit')
  const workspaceId = scope.workspace.id
  const { baseUrl, settings } = inOrder(input)
  return transact(scope, async (tx, record) => {
    const before =
      input.id === undefined
        ? undefined
        : await tx.connection.findFirst({ where: { id: input.id, workspaceId } })
    if (before === null) throw new BatonError('not_found', 'There is no such connection in this workspace.')
    const taken = await tx.connection.findUnique({
      where: { workspaceId_slug: { workspaceId, slug: before?.slug ?? input.slug } },
    })
    if (taken && taken.id !== before?.id) {
      throw new BatonError('conflict', `There is a connection ${input.slug} already.`, [
        { pointer: '/slug', message: 'This name is taken.' },
      ])
    }
    if (before && before.kind !== input.kind)
      throw new BatonError('invalid', 'A connection stays of the kind that it was made as.', [
        { pointer: '/kind', message: 'It stays as it was made.' },
      ])
    await refuseUnknown(tx, workspaceId, input.environment)
    const { id: _, slug, secret, requestsPerMinute, ...given } = input
    const row = { ...given, baseUrl, settings: settings as object }
    const moved = before && originOf(before.baseUrl) !== originOf(baseUrl)
    const otherwise = before ? carriedOtherwise(before, { ...input, settings: row.settings }) : []
    if (secret === undefined && (before?.secretSealed ?? before?.nextSealed))
      refuseCarriedAlong(moved === true, otherwise)
    const secretSealed = secret === undefined ? undefined : secret === null ? null : secretBox().seal(secret)
    // One that waited to be confirmed was meant for the place and the time before this one.
    const next = secretSealed !== undefined && { nextSealed: null, nextAt: null }
    const data = { ...row, ...(secretSealed !== undefined && { secretSealed }), ...next }
    const id = before?.id ?? newId('con')
    if (before) {
      // Given another address by hand, it is no longer the practice service's.
      await tx.connection.update({ where: { id }, data: { ...data, ...(moved && { practice: false }) } })
    } else {
      await tx.connection.create({ data: { id, workspaceId, slug, ...data } })
    }
    await setLimit(tx, workspaceId, id, requestsPerMinute)
    await record({
      kind: before ? 'connection.changed' : 'connection.added',
      subject: before?.slug ?? slug,
      data: {
        connection: id,
        kind: input.kind,
        base_url: baseUrl,
        environment: input.environment,
        requests_per_minute: requestsPerMinute,
        clearance: input.clearance,
        private_reach: input.privateReach,
        new_secret: secret !== undefined,
        // What decides how the secret goes out, where it is another than before.
        ...(otherwise.length > 0 && { secret_goes_by: Object.fromEntries(otherwise) }),
      },
      sealed: { owner: input.owner },
    })
    return { id }
  })
}

/** The address and settings as its kind has them. @throws BatonError invalid */
function inOrder({ kind, baseUrl, settings, secret, id }: PutConnection) {
  const entry = CONNECTION_KIND[kind]
  const address = trimmed(kind, baseUrl)
  const problem = entry.addressProblem(address)
  const parsed = entry.settings.safeParse(settings)
  const secretProblem = secret
    ? entry.secretProblem?.(secret)
    : entry.secret?.needed && id === undefined
      ? `${entry.secret.label} is missing`
      : undefined
  const problems = [
    ...(secretProblem ? [{ pointer: '/secret', message: secretProblem }] : []),
    ...(problem ? [{ pointer: '/baseUrl', message: problem }] : []),
    ...(parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => ({
          pointer: `/settings/${path.map(String).join('/')}`,
          message,
        }))),
  ]
  if (problems[0] || !parsed.success)
    throw new BatonError('invalid', problems[0]?.message ?? 'It is not set up right.', problems)
  return { baseUrl: address, settings: parsed.data }
}

/** Paths are put behind an HTTP service's address; of the others it is the whole. */
const trimmed = (kind: ConnectionKind, address: string): string =>
  kind === 'http' ? address.replace(/\/+$/, '') : address

/** Settings by which the secret would go out in another way, or less guarded, than it was entered for; with their values. */
function carriedOtherwise(
  before: { auth: unknown; settings: unknown },
  { kind, auth, settings }: { kind: ConnectionKind; auth: PutConnection['auth']; settings: object },
): [string, unknown][] {
  const { header, guards = {} } = CONNECTION_KIND[kind]
  const was = { header: '', prefix: '', ...connectionAuthSchema.safeParse(before.auth).data }
  const [then, now] = [new Map(Object.entries(before.settings as object)), new Map(Object.entries(settings))]
  const changed: [string, unknown][] = []
  if (header && was.header.toLowerCase() !== auth.header.toLowerCase()) changed.push(['header', auth.header])
  if (header && was.prefix !== auth.prefix) changed.push(['prefix', auth.prefix])
  for (const [name, guarded] of Object.entries(guards))
    if (now.get(name) !== then.get(name) && now.get(name) !== guarded) changed.push([name, now.get(name)])
  return changed
}

/** A stored secret goes nowhere but where it was entered for, and in no other way. @throws BatonError invalid */
function refuseCarriedAlong(moved: boolean, otherwise: readonly [string, unknown][]): void {
  if (moved)
    throw new BatonError('invalid', 'The address is another one: enter the secret for it.', [
      { pointer: '/secret', message: 'The stored secret was entered for another address.' },
    ])
  if (otherwise.length === 0) return
  const named = otherwise.map(([name]) => WORDS[name] ?? name).join(', ')
  throw new BatonError('invalid', `How the secret goes out is changed (${named}): enter it anew.`, [
    { pointer: '/secret', message: 'The stored secret was entered to go out in another way.' },
  ])
}

const WORDS: Readonly<Record<string, string>> = {
  header: 'header',
  prefix: 'what stands before it',
  tls: 'encryption',
}

/** Protocol, host and port, of whatever protocol; of a local program its name. */
function originOf(address: string): string {
  if (!URL.canParse(address)) return address
  const { protocol, host, pathname } = new URL(address)
  return host ? `${protocol}//${host}` : `${protocol}${pathname}`
}

async function refuseUnknown(tx: Tx, workspaceId: string, environment: string | null): Promise<void> {
  if (environment === null) return
  const known = await tx.environment.findUnique({
    where: { workspaceId_slug: { workspaceId, slug: environment } },
  })
  if (!known)
    throw new BatonError('invalid', 'There is no such environment.', [
      { pointer: '/environment', message: 'There is no such environment.' },
    ])
}

/** A guard that is there keeps what it knows of the service's health. */
async function setLimit(
  tx: Tx,
  workspaceId: string,
  id: string,
  requestsPerMinute: number | null,
): Promise<void> {
  const { count } = await tx.serviceGuard.updateMany({ where: { id }, data: { requestsPerMinute } })
  if (count === 0 && requestsPerMinute !== null)
    await tx.serviceGuard.create({ data: { id, workspaceId, kind: 'connection', requestsPerMinute } })
}

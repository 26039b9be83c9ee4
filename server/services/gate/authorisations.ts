import { z } from 'zod'
import { actorSchema } from '@/domain/actor'
import { endOfDay, lastDayBefore } from '@/domain/effect/last-day'
import { preAuthorisationSchema, saysPreAuthorisation, type Covered } from '@/domain/effect/pre-authorisation'
import { ExpressionError, parseExpression } from '@/domain/expression/cel'
import { BatonError, brief } from '@/domain/problem'
import { endpointOf, ifInOrder } from '@/server/connectors/endpoint'
import { NO_SECRETS, readTarget, type Target } from '@/server/connectors/target'
import { newId } from '@/server/db/id'
import { coveredIn } from '@/server/engine/gate/pre-authorised'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context, type Scope } from '../context'
import { reasonSchema } from '../reason'
import { asJson } from '../team/as-json'

export const authoriseInput = preAuthorisationSchema.extend({
  reason: reasonSchema,
})

export const withdrawInput = z.object({
  id: z.string().max(60),
  reason: reasonSchema,
})

/** What an agent may send without a person being asked, those that hold first; how much of it went out today and in all. */
export async function listAuthorisations(ctx: Context, { agent }: { agent: string }) {
  const scope = await authorize(ctx, 'agent.read')
  const { db, workspace } = scope
  const rows = await db.prisma.preAuthorisation.findMany({
    where: { workspaceId: workspace.id, agent },
    orderBy: [{ withdrawnAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  const used = await db.prisma.$queryRaw<{ id: string; today: number; all: number }[]>`
    SELECT authorisation_id AS id, count(*)::int AS "all",
           count(*) FILTER (WHERE day = (now() AT TIME ZONE ${workspace.timeZone})::date)::int AS today
      FROM pre_authorisation_use WHERE authorisation_id = ANY(${rows.map(({ id }) => id)}) GROUP BY 1`
  const counts = new Map(used.map((one) => [one.id, one]))
  const held = new Set(rows.flatMap((row) => (row.withdrawnAt ? [] : [row.connection])))
  const targets = new Map(
    await Promise.all([...held].map(async (slug) => [slug, await targetOf(scope, slug)] as const)),
  )
  const changed = rows.map((row) => (row.withdrawnAt ? null : changedSince(row, targets.get(row.connection))))
  return rows.map((row, i) => ({
    id: row.id,
    connection: row.connection,
    covers: coveredIn(row),
    condition: row.condition,
    perDay: row.perDay,
    /** The last day on which it holds, in the workspace's time zone. */
    until: row.until && lastDayBefore(row.until, workspace.timeZone),
    /** What of it is another by now than when this was given; null where nothing is. */
    changed: changed[i] ?? null,
    reason: row.reason,
    by: actorSchema.parse(row.createdBy),
    createdAt: row.createdAt,
    withdrawnAt: row.withdrawnAt,
    withdrawnBy: row.withdrawnBy === null ? null : actorSchema.parse(row.withdrawnBy),
    holds:
      row.withdrawnAt === null && (row.until === null || row.until > new Date()) && changed[i] !== 'endpoint',
    usedToday: counts.get(row.id)?.today ?? 0,
    used: counts.get(row.id)?.all ?? 0,
  }))
}

/**
 * What of a pre-authorisation is another than when it was given: where its connection leads, so that it covers nothing; or
 * its operation, so that it covers what was published with that as it was.
 */
function changedSince(
  row: { operation: string | null; operationDigest: string | null; endpoint: string },
  target: Target | undefined,
): 'endpoint' | 'operation' | null {
  const now = target && boundIn(target, row.operation ?? undefined)
  if (now?.endpoint !== row.endpoint) return 'endpoint'
  return now.operationDigest === row.operationDigest ? null : 'operation'
}

/** A connection as it is set up now; undefined where it is gone or not in order. */
const targetOf = ({ db, workspace }: Scope, slug: string): Promise<Target | undefined> =>
  ifInOrder(() => readTarget(db, NO_SECRETS, workspace.id, slug))

/** What a pre-authorisation given now binds to. */
function boundIn(target: Target, name: string | undefined) {
  const operation = name === undefined ? undefined : target.operations.get(name)
  return {
    endpoint: endpointOf(target, name),
    operationDigest: operation ? digestOf(operation) : null,
  }
}

/**
 * Lets an agent send something without the gate asking a person, from now on and in every version of every team. It
 * binds to what is sent as it is now: the operation, and where the connection leads. What is of high risk, and what a
 * supervised agent does, is asked for all the same.
 * @throws BatonError invalid
 */
export async function authoriseAgent(
  ctx: Context,
  input: z.infer<typeof authoriseInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'gate.edit')
  const workspaceId = scope.workspace.id
  const { agent, connection, covers, condition, perDay, reason } = input
  const until = input.until === null ? null : endOfDay(input.until, scope.workspace.timeZone)
  if (until && until <= new Date())
    throw new BatonError('invalid', 'It would hold no more.', [
      { pointer: '/until', message: 'lies in the past' },
    ])
  refuseUnread(condition)
  const bound = await boundNow(scope, connection, covers)
  return transact(scope, async (tx, record) => {
    const known = await tx.agent.findUnique({
      where: { workspaceId_slug: { workspaceId, slug: agent } },
      select: { id: true },
    })
    if (!known)
      throw new BatonError('invalid', 'There is no such agent.', [{ pointer: '/agent', message: 'unknown' }])
    const id = newId('pre')
    const { by: _by, ...covered } = covers
    await tx.preAuthorisation.create({
      data: {
        ...{ id, workspaceId, agent, connection, ...covered, ...bound, condition, perDay, until, reason },
        createdBy: asJson(scope.actor),
      },
    })
    await record({
      kind: 'authorisation.granted',
      subject: `${agent}: ${saysPreAuthorisation(input)}`,
      data: {
        ...{ authorisation: id, agent, connection, ...covered, condition, per_day: perDay },
        ...(bound.operationDigest && { digest: bound.operationDigest }),
        endpoint: bound.endpoint,
        ...(until && { until: until.toISOString() }),
      },
      sealed: { reason },
    })
    return { id }
  })
}

/** What a pre-authorisation binds to. @throws BatonError invalid where there is nothing of that kind to be sent */
async function boundNow(scope: Scope, connection: string, covers: Covered) {
  const target = await targetOf(scope, connection)
  if (!target)
    throw new BatonError('invalid', 'There is no such connection.', [
      { pointer: '/connection', message: 'unknown' },
    ])
  if (covers.by === 'request') {
    if (target.kind === 'http') return boundIn(target, undefined)
    throw new BatonError('invalid', 'It is called by its operations only.', [
      { pointer: '/covers', message: 'Choose one of its operations' },
    ])
  }
  if (target.operations.get(covers.operation)?.effect !== 'write')
    throw new BatonError(
      'invalid',
      `It has no operation ${covers.operation} that writes and is switched on.`,
      [{ pointer: '/covers/operation', message: 'Choose one that writes and is switched on' }],
    )
  return boundIn(target, covers.operation)
}

function refuseUnread(condition: string): void {
  if (condition === '') return
  try {
    parseExpression(condition)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `The condition cannot be read: ${error.message}.`, [
      { pointer: '/condition', message: error.message },
    ])
  }
}

/** Takes one back: from now on a person is asked again. What it was, and what went out under it, stays. @throws BatonError */
export async function withdrawAuthorisation(
  ctx: Context,
  { id, reason }: z.infer<typeof withdrawInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'gate.edit')
  return transact(scope, async (tx, record) => {
    const row = await tx.preAuthorisation.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!row) throw new BatonError('not_found', `There is no pre-authorisation ${brief(id)}.`)
    const { count } = await tx.preAuthorisation.updateMany({
      where: { id, withdrawnAt: null },
      data: { withdrawnAt: new Date(), withdrawnBy: asJson(scope.actor) },
    })
    if (count === 0) throw new BatonError('conflict', 'It is withdrawn already.')
    await record({
      kind: 'authorisation.withdrawn',
      subject: row.agent,
      data: { authorisation: id, agent: row.agent },
      sealed: { reason },
    })
    return { id }
  })
}

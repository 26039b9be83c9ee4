import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import { preAuthorisationSchema, saysPreAuthorisation } from '@/domain/effect/pre-authorisation'
import { ExpressionError, parseExpression } from '@/domain/expression/cel'
import { BatonError, brief } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
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
  const { db, workspace } = await authorize(ctx, 'agent.read')
  const rows = await db.prisma.preAuthorisation.findMany({
    where: { workspaceId: workspace.id, agent },
    orderBy: [{ withdrawnAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  const used = await db.prisma.$queryRaw<{ id: string; today: number; all: number }[]>`
    SELECT authorisation_id AS id, count(*)::int AS "all",
           count(*) FILTER (WHERE day = (now() AT TIME ZONE ${workspace.timeZone})::date)::int AS today
      FROM pre_authorisation_use WHERE authorisation_id = ANY(${rows.map(({ id }) => id)}) GROUP BY 1`
  const counts = new Map(used.map((one) => [one.id, one]))
  return rows.map((row) => ({
    id: row.id,
    connection: row.connection,
    method: row.method,
    path: row.path,
    condition: row.condition,
    perDay: row.perDay,
    until: row.until,
    reason: row.reason,
    by: row.createdBy as unknown as Actor,
    createdAt: row.createdAt,
    withdrawnAt: row.withdrawnAt,
    withdrawnBy: row.withdrawnBy as unknown as Actor | null,
    holds: row.withdrawnAt === null && (row.until === null || row.until > new Date()),
    usedToday: counts.get(row.id)?.today ?? 0,
    used: counts.get(row.id)?.all ?? 0,
  }))
}

/**
 * Lets an agent send something without a person being asked each time, from now on and in every version of every team.
 * What is of high risk, and what a supervised agent does, is asked for all the same.
 * @throws BatonError invalid
 */
export async function authoriseAgent(
  ctx: Context,
  input: z.infer<typeof authoriseInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'gate.edit')
  const workspaceId = scope.workspace.id
  const { agent, connection, method, path, condition, perDay, reason } = input
  const until = input.until === null ? null : new Date(input.until)
  if (until && until <= new Date())
    throw new BatonError('invalid', 'It would hold no more.', [
      { pointer: '/until', message: 'lies in the past' },
    ])
  refuseUnread(condition)
  return transact(scope, async (tx, record) => {
    const [known, over] = await Promise.all([
      tx.agent.findUnique({
        where: { workspaceId_slug: { workspaceId, slug: agent } },
        select: { id: true },
      }),
      tx.connection.findUnique({
        where: { workspaceId_slug: { workspaceId, slug: connection } },
        select: { id: true },
      }),
    ])
    if (!known)
      throw new BatonError('invalid', 'There is no such agent.', [{ pointer: '/agent', message: 'unknown' }])
    if (!over)
      throw new BatonError('invalid', 'There is no such connection.', [
        { pointer: '/connection', message: 'unknown' },
      ])
    const id = newId('pre')
    await tx.preAuthorisation.create({
      data: {
        ...{ id, workspaceId, agent, connection, method, path, condition, perDay, until, reason },
        createdBy: asJson(scope.actor),
      },
    })
    await record({
      kind: 'authorisation.granted',
      subject: `${agent}: ${saysPreAuthorisation(input)}`,
      data: {
        ...{ authorisation: id, agent, connection, method, path, condition, per_day: perDay },
        ...(until && { until: until.toISOString() }),
      },
      sealed: { reason },
    })
    return { id }
  })
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

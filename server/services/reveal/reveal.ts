import { z } from 'zod'
import { BatonError, brief } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'

const LASTS_MINUTES = 30

export const revealInput = z.object({
  run: z.string().max(100),
  reason: z.string().trim().min(10, 'why you need to see it, in a sentence').max(500),
})

/**
 * Shows a person all of one run for half an hour, though their clearance does not reach so far: what no policy forbids
 * them. It is on the record with their reason before they see anything.
 * @throws BatonError forbidden (not by a person) · not_found
 */
export async function revealRun(
  ctx: Context,
  { run, reason }: z.infer<typeof revealInput>,
): Promise<{ id: string; endsAt: Date }> {
  const scope = await authorize(ctx, 'value.reveal')
  const { db, workspace, actor } = scope
  if (actor.kind !== 'person')
    throw new BatonError('forbidden', 'Only a person has values shown to them this way, not a program.')
  const found = await db.prisma.run.findFirst({
    where: { id: run, workspaceId: workspace.id },
    select: { teamId: true },
  })
  if (!found) throw new BatonError('not_found', `There is no run ${brief(run)}.`)
  const id = newId('rvl')
  const startedAt = new Date()
  const endsAt = new Date(startedAt.getTime() + LASTS_MINUTES * 60_000)
  await transact(scope, async (tx, record) => {
    const data = { id, workspaceId: workspace.id, userId: actor.id, runId: run, startedAt, endsAt }
    await tx.reveal.create({ data })
    await record({
      kind: 'values.revealed',
      ...{ run, team: found.teamId },
      data: { reveal: id, until: endsAt.toISOString() },
      sealed: { reason },
    })
  })
  return { id, endsAt }
}

/** What of a run is shown to the caller beyond their clearance at this moment; null where nothing is. */
export async function myReveal(
  ctx: Context,
  { run }: { run: string },
): Promise<{ id: string; endsAt: Date } | null> {
  const { db, workspace, actor } = await authorize(ctx, 'run.read')
  return db.prisma.reveal.findFirst({
    where: {
      ...{ workspaceId: workspace.id, userId: actor.id, runId: run },
      ...{ endedAt: null, endsAt: { gt: new Date() } },
    },
    select: { id: true, endsAt: true },
    orderBy: { endsAt: 'desc' },
  })
}

/** Hides it again before its time. @throws BatonError not_found (none of the caller's lasts) */
export async function endReveal(ctx: Context, { run }: { run: string }): Promise<void> {
  const scope = await authorize(ctx, 'run.read')
  await transact(scope, async (tx, record) => {
    const ended = await tx.reveal.updateManyAndReturn({
      where: {
        ...{ workspaceId: scope.workspace.id, userId: scope.actor.id, runId: run },
        ...{ endedAt: null, endsAt: { gt: new Date() } },
      },
      data: { endedAt: new Date() },
    })
    if (ended.length === 0) throw new BatonError('not_found', 'Nothing of this run is shown to you that way.')
    await record({ kind: 'values.hidden', run, data: { reveals: ended.map(({ id }) => id) } })
  })
}

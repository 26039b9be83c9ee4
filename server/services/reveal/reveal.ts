import { z } from 'zod'
import { BatonError, brief } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { revealedTo } from './revealed'

const LASTS_MINUTES = 30

export const revealInput = z.object({
  run: z.string().max(100),
  reason: z.string().trim().min(10, 'why you need to see it, in a sentence').max(500),
})

/**
 * Shows a person all of one run for half an hour, though their clearance does not reach so far: what no policy forbids
 * them. It is on the record with their reason before they see anything.
 * @throws BatonError forbidden (not by a person) · not_found · conflict (it is shown already)
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
  if ((await revealedTo(scope)).has(run)) throw new BatonError('conflict', 'It is shown to you already.')
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

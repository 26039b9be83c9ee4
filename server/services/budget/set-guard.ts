import { z } from 'zod'
import { costGuardSchema } from '@/domain/budget/usual'
import { BatonError, brief } from '@/domain/problem'
import { slugSchema } from '@/domain/team/slug'
import { Prisma } from '@/prisma/generated/client'
import { authorize, transact, type Context } from '../context'
import { reasonSchema } from '../reason'

export const setGuardInput = z.object({
  team: slugSchema,
  /** null: as by default */
  guard: costGuardSchema.nullable(),
  reason: reasonSchema,
})

/**
 * When runs of a team that cost more than usual are stopped and a person is asked; workers go by it within ten seconds.
 * @throws BatonError not_found, also when it is archived
 */
export async function setGuard(
  ctx: Context,
  { team: slug, guard, reason }: z.infer<typeof setGuardInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'budget.edit')
  await transact(scope, async (tx, record) => {
    const where = { workspaceId: scope.workspace.id, slug, archivedAt: null }
    const team = await tx.team.findFirst({ where, select: { id: true, name: true } })
    if (!team) throw new BatonError('not_found', `There is no team ${brief(slug)}.`)
    await tx.team.update({ where: { id: team.id }, data: { costGuard: guard ?? Prisma.DbNull } })
    const data = guard
      ? { on: guard.on, times: String(guard.times), least_micros: guard.leastMicros }
      : { default: true }
    await record({ kind: 'team.guarded', team: team.id, subject: team.name, data, sealed: { reason } })
  })
}

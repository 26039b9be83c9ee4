import { authorize, transact, type Context } from '@/server/services/context'
import { findTeam } from './find'

/** Takes a team out of the lists, or puts it back. Its versions, runs and record stay. @throws BatonError not_found */
export async function archiveTeam(
  ctx: Context,
  input: { slug: string; archived: boolean },
): Promise<{ slug: string; archived: boolean }> {
  const scope = await authorize(ctx, 'team.edit')
  return transact(scope, async (tx, record) => {
    const team = await findTeam(tx, scope.workspace.id, input.slug)
    if ((team.archivedAt !== null) !== input.archived) {
      await tx.team.update({
        where: { id: team.id },
        data: { archivedAt: input.archived ? new Date() : null },
      })
      await record({
        kind: input.archived ? 'team.archived' : 'team.restored',
        team: team.id,
        subject: team.slug,
        data: { slug: team.slug },
      })
    }
    return { slug: team.slug, archived: input.archived }
  })
}

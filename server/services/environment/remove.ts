import { lastOf } from '@/domain/team/environment'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { listedEnvironments } from './list'
import { environmentOf, lockEnvironments } from './find'

/**
 * Takes an environment away in which nothing is current and no trigger starts runs. Runs that were started there keep it.
 * @throws BatonError not_found | conflict, saying what is there
 */
export async function removeEnvironment(ctx: Context, { slug }: { slug: string }): Promise<void> {
  const scope = await authorize(ctx, 'publishing.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    await lockEnvironments(tx, workspaceId, 'update')
    const environments = await listedEnvironments(tx, workspaceId)
    const { name } = environmentOf(environments, slug)
    const here = environments.find((each) => each.slug === slug)
    if (environments.length === 1)
      throw new BatonError('conflict', `${name} is the only environment. Add another one first.`)
    if (here && here.teams > 0)
      throw new BatonError(
        'conflict',
        `${here.teams === 1 ? 'A version of one team is' : `Versions of ${here.teams} teams are`} current in ${name}.`,
      )
    if (here && here.triggers > 0)
      throw new BatonError(
        'conflict',
        `${here.triggers === 1 ? 'A trigger starts' : `${here.triggers} triggers start`} runs in ${name}.`,
      )
    await tx.environment.delete({ where: { workspaceId_slug: { workspaceId, slug } } })
    // Where the last one goes, nothing was current in it: what starts look at is now what the new last one has.
    const rest = environments.filter((each) => each.slug !== slug)
    if (environments.at(-1)?.slug === slug)
      await tx.$executeRaw`
        UPDATE team t SET published_id = c.version_id FROM team_environment c
         WHERE t.workspace_id = ${workspaceId} AND c.team_id = t.id AND c.environment = ${lastOf(rest).slug}`
    await record({ kind: 'environment.removed', subject: name, data: { environment: slug } })
  })
}

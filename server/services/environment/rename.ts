import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { environmentOf, environmentsOf, lockEnvironments } from './find'

/** Another name; triggers and programs go on naming it by its slug. @throws BatonError not_found | conflict */
export async function renameEnvironment(
  ctx: Context,
  { slug, name }: { slug: string; name: string },
): Promise<void> {
  const scope = await authorize(ctx, 'publishing.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    await lockEnvironments(tx, workspaceId, 'update')
    const known = await environmentsOf(tx, workspaceId)
    const before = environmentOf(known, slug)
    if (before.name === name) return
    if (known.some((each) => each.name === name))
      throw new BatonError('conflict', `There is an environment “${name}” already.`)
    await tx.environment.update({ where: { workspaceId_slug: { workspaceId, slug } }, data: { name } })
    await record({
      kind: 'environment.renamed',
      subject: name,
      data: { environment: slug, before: before.name },
    })
  })
}

import { slugOf } from '@/domain/team/slug'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { environmentsOf, lockEnvironments } from './find'

const MOST = 10

/**
 * A new environment, first of all: what is published from now on goes there and on from there; what runs is untouched.
 * @throws BatonError conflict (the name is taken; there are ten) | invalid (a name without a letter)
 */
export async function addEnvironment(ctx: Context, { name }: { name: string }): Promise<{ slug: string }> {
  const scope = await authorize(ctx, 'publishing.edit')
  const workspaceId = scope.workspace.id
  const slug = slugOf(name, 40)
  if (!slug)
    throw new BatonError('invalid', 'The name has no letter.', [
      { pointer: '/name', message: 'has no letter from a to z', expected: 'a name, as in Staging' },
    ])
  return transact(scope, async (tx, record) => {
    await lockEnvironments(tx, workspaceId, 'update')
    const known = await environmentsOf(tx, workspaceId)
    if (known.length >= MOST) throw new BatonError('conflict', `There are ${MOST} environments already.`)
    const twin = known.find((each) => each.slug === slug || each.name === name)
    if (twin) throw new BatonError('conflict', `There is an environment “${twin.name}” already.`)
    await tx.environment.updateMany({ where: { workspaceId }, data: { position: { increment: 1 } } })
    await tx.environment.create({ data: { workspaceId, slug, name, position: 0 } })
    await record({
      kind: 'environment.added',
      subject: name,
      data: { environment: slug, order: [slug, ...known.map((each) => each.slug)] },
    })
    return { slug }
  })
}

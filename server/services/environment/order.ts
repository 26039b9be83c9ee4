import { lastOf } from '@/domain/team/environment'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '@/server/services/context'
import { environmentOf, environmentsOf, lockEnvironments } from './find'

/**
 * Puts the environments in another order. Another last one is what runs take from then on unless told otherwise; it must
 * have a version of every team that the present last one has and that is not archived, so that nothing stops running.
 * @throws BatonError invalid (not all of them, each once) | conflict (a team has nothing current in the new last one)
 */
export async function orderEnvironments(ctx: Context, { order }: { order: string[] }): Promise<void> {
  const scope = await authorize(ctx, 'publishing.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    await lockEnvironments(tx, workspaceId, 'update')
    const known = await environmentsOf(tx, workspaceId)
    const slugs = known.map(({ slug }) => slug)
    if (order.toSorted().join() !== slugs.toSorted().join())
      throw new BatonError('invalid', 'The environments changed meanwhile. Load them again.', [
        { pointer: '/order', message: 'does not name each environment once', expected: slugs.join(', ') },
      ])
    if (order.join() === slugs.join()) return
    const [was, will] = [lastOf(known), environmentOf(known, order.at(-1) ?? '')]
    if (was.slug !== will.slug) await hand(tx, workspaceId, was.slug, will)
    for (const [position, slug] of order.entries())
      await tx.environment.update({ where: { workspaceId_slug: { workspaceId, slug } }, data: { position } })
    await record({ kind: 'environment.ordered', data: { before: slugs, after: order } })
  })
}

/**
 * What is current in the environment that becomes the last is what every start looks at from now on. An archived team
 * starts nothing and holds nobody up: with nothing there, nothing of it is what runs until it is promoted there.
 */
async function hand(
  tx: Tx,
  workspaceId: string,
  was: string,
  will: { slug: string; name: string },
): Promise<void> {
  const missing = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM team t WHERE workspace_id = ${workspaceId} AND published_id IS NOT NULL AND archived_at IS NULL
      AND NOT EXISTS (SELECT FROM team_environment c WHERE c.team_id = t.id AND c.environment = ${will.slug})
     ORDER BY name`
  if (missing.length > 0) {
    const names = missing.slice(0, 3).map(({ name }) => name)
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
    throw new BatonError(
      'conflict',
      `Runs take the last environment, and nothing of ${names.join(', ')}${more} is current in ${will.name}. Promote it there first.`,
    )
  }
  // A pointer that was set without a row gets one, so that it stays what is current there.
  await tx.$executeRaw`
    INSERT INTO team_environment(team_id, environment, workspace_id, version_id, note, made_by, made_at)
      SELECT t.id, ${was}, t.workspace_id, v.id, v.note, v.published_by, v.published_at
        FROM team t JOIN team_version v ON v.id = t.published_id WHERE t.workspace_id = ${workspaceId}
      ON CONFLICT (team_id, environment) DO UPDATE
        SET version_id = excluded.version_id, note = excluded.note, made_by = excluded.made_by, made_at = excluded.made_at
        WHERE team_environment.version_id <> excluded.version_id`
  await tx.$executeRaw`
    UPDATE team t
       SET published_id = (SELECT c.version_id FROM team_environment c
                            WHERE c.team_id = t.id AND c.environment = ${will.slug})
     WHERE t.workspace_id = ${workspaceId}`
}

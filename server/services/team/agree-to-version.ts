import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Prisma } from '@/prisma/generated/client'
import { authorize, transact, type Context } from '@/server/services/context'
import { findEditable } from './find'
import { refuseOwn } from './second-person'

/** Who had a hand in a version: its editors and whoever published it. */
export const handsIn = (version: { editors: readonly string[]; publishedBy: Prisma.JsonValue }): string[] => [
  ...version.editors,
  principalOf(actorSchema.parse(version.publishedBy)),
]

export interface AgreeToVersion {
  slug: string
  number: number
  /** What was looked at: the agreement binds to exactly that. */
  digest: string
}

/**
 * The second person's agreement to a version that one person published, before anybody asked for a second one. It makes
 * nothing current; from then on the version may be promoted like any that was proposed.
 * @throws BatonError not_found | forbidden (they published or edited it) | conflict (another digest; somebody agreed
 *   already; the team is archived)
 */
export async function agreeToVersion(
  ctx: Context,
  { slug, number, digest }: AgreeToVersion,
): Promise<{ approvedBy: Actor }> {
  const scope = await authorize(ctx, 'team.approve')
  const team = await findEditable(scope.db.prisma, scope.workspace.id, slug)
  const version = await scope.db.prisma.teamVersion.findUnique({
    where: { teamId_number: { teamId: team.id, number } },
    select: { id: true, digest: true, editors: true, publishedBy: true },
  })
  if (!version) throw new BatonError('not_found', `“${team.name}” has no version ${number}.`)
  if (version.digest !== digest)
    throw new BatonError('conflict', 'This is not the version that you looked at. Look at it again.')
  await refuseOwn(scope, { teamId: team.id, digest, hands: handsIn(version), data: { number } })
  return transact(scope, async (tx, record) => {
    // The race between two who agree is decided here.
    const count = await tx.$executeRaw`
      UPDATE team_version SET approved_by = ${JSON.stringify(scope.actor)}::jsonb WHERE id = ${version.id} AND approved_by IS NULL`
    if (count === 0) throw new BatonError('conflict', `Somebody agreed to version ${number} already.`)
    await record({
      kind: 'team.version_agreed',
      team: team.id,
      version: digest,
      subject: `${slug} ${number}`,
      data: { slug, number, digest },
    })
    return { approvedBy: scope.actor }
  })
}

import { lastOf, refusedThere } from '@/domain/team/environment'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { currentOf } from '../environment/current'
import { environmentOf, environmentsOf, lockEnvironments } from '../environment/find'
import { findEditable } from './find'
import { makeCurrent } from './make-current'
import { asksSecondPerson } from './second-person'

export interface PromoteVersion {
  slug: string
  number: number
  /** Slug of the environment in which it becomes current. */
  environment: string
  /** The version that was current there when the person looked, null for none; if another is by now, nothing happens. */
  instead?: number | null | undefined
  /** Why, for the record. */
  note?: string | undefined
}

/**
 * Makes a published version current in an environment: one that goes on from the environment before, or an earlier one
 * to go back to. New runs there take it; runs in flight go on with theirs.
 * Where the workspace asks for a second person, one has agreed to the version, however early it was published.
 * @throws BatonError not_found (team, version, environment) | conflict (it may not go there; nobody agreed to it; another
 * became current there meanwhile; the team is archived)
 */
export async function promoteVersion(
  ctx: Context,
  { slug, number, environment, instead, note = '' }: PromoteVersion,
): Promise<{ number: number; environment: string; was: number | null }> {
  const scope = await authorize(ctx, 'team.publish')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    await lockEnvironments(tx, workspaceId, 'share')
    // Two who promote or publish at once take turns: the second finds what the first made current.
    await tx.$queryRaw`SELECT 1 FROM team WHERE workspace_id = ${workspaceId} AND slug = ${slug} FOR UPDATE`
    const team = await findEditable(tx, workspaceId, slug)
    const environments = await environmentsOf(tx, workspaceId)
    const target = environmentOf(environments, environment)
    const version = await tx.teamVersion.findUnique({
      where: { teamId_number: { teamId: team.id, number } },
      select: { id: true, number: true, digest: true, approvedBy: true },
    })
    if (!version) throw new BatonError('not_found', `“${team.name}” has no version ${number}.`)
    const current = new Map((await currentOf(tx, team.id)).map((each) => [each.environment, each.number]))
    const was = current.get(environment) ?? null
    if (instead !== undefined && instead !== was) {
      const now = was === null ? 'nothing is' : `version ${was} is`
      throw new BatonError('conflict', `Meanwhile ${now} current in ${target.name}. Look at it again.`)
    }
    const refused = refusedThere(environments, current, { number, environment })
    if (refused !== null) throw new BatonError('conflict', refused)
    if (version.approvedBy === null && (await asksSecondPerson(tx, scope)))
      throw new BatonError(
        'conflict',
        `One person alone published version ${number}. Here somebody who had no hand in it agrees to it first, under Versions.`,
      )
    const isLast = lastOf(environments).slug === environment
    await makeCurrent(tx, scope, { team, version, environment: target, isLast, note })
    await record({
      kind: 'team.promoted',
      team: team.id,
      version: version.digest,
      subject: `${team.slug} ${number}`,
      data: { slug, number, digest: version.digest, environment, was, back: was !== null && number < was },
      ...(note ? { sealed: { note } } : {}),
    })
    return { number, environment, was }
  })
}

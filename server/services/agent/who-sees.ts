import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { BatonError } from '@/domain/problem'
import type { Bundle } from '@/domain/team/bundle'
import { errandOf, USUAL_PURPOSE } from '@/domain/team/document'
import { governed } from '@/domain/team/governed'
import { whoSees, type WhoSees } from '@/domain/team/who-sees'
import { authorize, type Context } from '@/server/services/context'
import { holdingPolicies } from '../permission'
import { findTeam } from '../team/find'

export interface WhoSeesNow extends WhoSees {
  number: number
  /** That is asked for, and that of the team. */
  purpose: string
  own: string
  /** That teams of this workspace have, or its policies name. */
  purposes: string[]
}

/**
 * Who sees what in a team's published version, by the policies that hold now, for its own purpose or another one.
 * @throws BatonError not_found (no such team) | conflict (not published)
 */
export async function whoSeesNow(
  ctx: Context,
  { team: slug, purpose }: { team: string; purpose?: string | undefined },
): Promise<WhoSeesNow> {
  const { db, workspace } = await authorize(ctx, 'agent.read')
  const team = await findTeam(db.prisma, workspace.id, slug)
  const version =
    team.publishedId === null
      ? null
      : await db.prisma.teamVersion.findUnique({ where: { id: team.publishedId } })
  if (!version) throw new BatonError('conflict', `${team.name} is not published yet.`)
  const [held, drawn] = await Promise.all([
    holdingPolicies(db).of(workspace.id),
    db.prisma.$queryRaw<{ purpose: string }[]>`
      SELECT DISTINCT draft ->> 'purpose' AS purpose FROM team
       WHERE workspace_id = ${workspace.id} AND archived_at IS NULL AND draft ->> 'purpose' IS NOT NULL`,
  ])
  const policies = held?.policies ?? DEFAULT_POLICIES
  // Written by publish from a compiled bundle and never changed: the digest vouches for its shape.
  const bundle = version.bundle as unknown as Bundle
  const own = errandOf(bundle).purpose
  const asked = purpose ?? own
  const order = new Map(
    (version.document as unknown as { nodes?: { id: string }[] }).nodes?.map(({ id }, i) => [id, i]),
  )
  const nodes = Object.values(bundle.nodes).sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  return {
    ...whoSees(nodes, governed({ ...bundle, purpose: asked }, slug, policies)),
    number: version.number,
    purpose: asked,
    own,
    purposes: [
      ...new Set([own, asked, USUAL_PURPOSE, ...drawn.map((one) => one.purpose), ...namedIn(policies)]),
    ].sort(),
  }
}

/** Purposes that the texts of policies compare with. */
const namedIn = (policies: PolicySet): string[] =>
  policies.flatMap(({ text }) =>
    [...text.matchAll(/\bpurpose\s*[!=]=\s*"([a-z0-9-]{1,60})"/g)].flatMap(([, name]) => name ?? []),
  )

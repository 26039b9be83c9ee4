import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import { changedSchema, type Changed } from '@/domain/team/changed'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import type { PublishProposal } from '@/prisma/generated/client'
import { authorize, type Context, type Authorized } from '@/server/services/context'
import { findTeam } from './find'
import { tidy } from './tidy'

export interface ListedProposal {
  id: string
  digest: string
  note: string
  changed: Changed
  proposedBy: Actor
  proposedAt: Date
  status: 'open' | 'approved' | 'declined' | 'withdrawn'
  decidedBy: Actor | null
  decidedAt: Date | null
  reason: string
  /** Whether the caller may decide it: they have the permission and no hand in it. */
  mayDecide: boolean
  /** Whether it is the caller's own. */
  mine: boolean
}

type Row = Omit<PublishProposal, 'bundle' | 'document'>

const listed = (row: Row, { actor, may }: Authorized): ListedProposal => {
  const proposedBy = actorSchema.parse(row.proposedBy)
  const { id, digest, note, proposedAt, decidedAt, reason } = row
  return {
    ...{ id, digest, note, proposedAt, decidedAt, reason, proposedBy },
    changed: changedSchema.parse(row.changed),
    status: row.status as ListedProposal['status'],
    decidedBy: actorSchema.safeParse(row.decidedBy).data ?? null,
    mayDecide: may('team.approve') && !row.editors.includes(principalOf(actor)),
    mine: principalOf(proposedBy) === principalOf(actor),
  }
}

/** A team's proposed versions: the open one and the last that were declined or withdrawn. @throws BatonError not_found */
export async function listProposals(ctx: Context, { slug }: { slug: string }): Promise<ListedProposal[]> {
  const scope = await authorize(ctx, 'team.read')
  const team = await findTeam(scope.db.prisma, scope.workspace.id, slug)
  const rows = await scope.db.prisma.publishProposal.findMany({
    where: { teamId: team.id, status: { not: 'approved' } },
    orderBy: { proposedAt: 'desc' },
    take: 10,
    omit: { bundle: true, document: true },
  })
  return rows.map((row) => listed(row, scope))
}

/** One proposed version whole: what was drawn and what would run. @throws BatonError not_found */
export async function getProposal(
  ctx: Context,
  { id }: { id: string },
): Promise<
  ListedProposal & { team: { slug: string; name: string }; document: TeamDocument; bundle: Bundle }
> {
  const scope = await authorize(ctx, 'team.read')
  const { prisma } = scope.db
  const row = await prisma.publishProposal.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!row) throw new BatonError('not_found', 'There is no such proposal in this workspace.')
  const team = await prisma.team.findUniqueOrThrow({
    where: { id: row.teamId },
    select: { slug: true, name: true },
  })
  return {
    ...listed(row, scope),
    team,
    document: tidy(teamDocumentSchema.parse(row.document)),
    bundle: row.bundle as unknown as Bundle,
  }
}

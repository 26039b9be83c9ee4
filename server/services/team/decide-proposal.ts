import { actorSchema, principalOf } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import { changedSchema } from '@/domain/team/changed'
import { teamDocumentSchema } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import type { PublishProposal } from '@/prisma/generated/client'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'
import { currentInFirst } from '../environment/current'
import { lockEnvironments } from '../environment/find'
import { earlierVersions } from './next-version'
import { refuseOwn } from './second-person'
import { storeVersion, type StoredVersion } from './store-version'
import { tidy } from './tidy'

export interface DecideProposal {
  id: string
  /** What was looked at: the decision binds to exactly that. */
  digest: string
  decision: 'approve' | 'decline'
  /** Why; a decline needs one. */
  reason?: string | undefined
}

/**
 * The second person's decision on a proposed version. An approval publishes exactly what was proposed, whatever became
 * of the draft since; a decline says why.
 * @throws BatonError not_found | forbidden (they proposed or edited it) | invalid (a decline without a reason) |
 * conflict (another digest; decided or withdrawn already; the team is archived; a contract is taken by another schema)
 */
export async function decideProposal(
  ctx: Context,
  { id, digest, decision, reason = '' }: DecideProposal,
): Promise<{ version: StoredVersion | null }> {
  const scope = await authorize(ctx, 'team.approve')
  const proposal = await findProposal(scope.db.prisma, scope, id)
  const { teamId, editors } = proposal
  await refuseOwn(scope, { teamId, digest: proposal.digest, hands: editors, data: { proposal: id } })
  if (decision === 'decline' && reason.trim() === '')
    throw new BatonError('invalid', 'Say why it is declined.', [
      { pointer: '/reason', message: 'is missing', expected: 'what must change first' },
    ])
  if (digest !== proposal.digest)
    throw new BatonError('conflict', 'This is not the version that you looked at. Look at it again.')
  return transact(scope, async (tx, record) => {
    await lockEnvironments(tx, scope.workspace.id, 'share')
    await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${proposal.teamId} FOR UPDATE`
    const team = await tx.team.findUniqueOrThrow({ where: { id: proposal.teamId } })
    await settle(tx, scope, proposal, { status: decision === 'approve' ? 'approved' : 'declined', reason })
    const entry = {
      team: team.id,
      version: digest,
      ...(reason ? { sealed: { reason } } : {}),
    }
    if (decision === 'decline') {
      await record({
        ...{ kind: 'team.publish_declined', subject: team.slug, ...entry },
        data: { slug: team.slug, proposal: id, digest },
      })
      return { version: null }
    }
    if (team.archivedAt) throw new BatonError('conflict', `“${team.name}” is archived.`)
    const earlier = await earlierVersions(tx, team.id)
    await refuseCurrent(tx, scope, proposal)
    const version = await storeVersion(tx, scope, {
      team,
      digest,
      number: (earlier.at(-1)?.number ?? 0) + 1,
      bundle: proposal.bundle as unknown as Bundle,
      document: tidy(teamDocumentSchema.parse(proposal.document)),
      note: proposal.note,
      editors: [...new Set([...earlier.flatMap(({ editors }) => editors), ...proposal.editors])],
      changed: changedSchema.parse(proposal.changed),
      publishedBy: actorSchema.parse(proposal.proposedBy),
      approvedBy: scope.actor,
    })
    await tx.publishProposal.update({ where: { id }, data: { versionId: version.id } })
    // Who edited since is still ahead of it.
    if (team.draftRevision === proposal.revision)
      await tx.team.update({ where: { id: team.id }, data: { draftEditors: [] } })
    await record({
      ...{ kind: 'team.published', subject: `${team.slug} ${version.number}`, ...entry },
      data: {
        slug: team.slug,
        proposal: id,
        number: version.number,
        digest,
        revision: proposal.revision,
        environment: version.environment,
        editors: proposal.editors,
        proposed_by: principalOf(actorSchema.parse(proposal.proposedBy)),
      },
      sealed: { note: proposal.note, reason },
    })
    return { version }
  })
}

/**
 * Takes a proposal back; its author may. @throws BatonError not_found | forbidden (another's) | conflict (decided already)
 */
export async function withdrawProposal(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'team.publish')
  const proposal = await findProposal(scope.db.prisma, scope, id)
  const author = actorSchema.parse(proposal.proposedBy)
  if (principalOf(author) !== principalOf(scope.actor))
    throw new BatonError('forbidden', `${author.name} proposed it and may withdraw it; you may decline it.`)
  await transact(scope, async (tx, record) => {
    await settle(tx, scope, proposal, { status: 'withdrawn', reason: '' })
    await record({
      kind: 'team.publish_withdrawn',
      team: proposal.teamId,
      version: proposal.digest,
      data: { proposal: id, digest: proposal.digest },
    })
  })
}

async function findProposal(tx: Tx, { workspace }: Scope, id: string): Promise<PublishProposal> {
  const proposal = await tx.publishProposal.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!proposal) throw new BatonError('not_found', 'There is no such proposal in this workspace.')
  return proposal
}

/** The race between two who decide is decided here. */
async function settle(
  tx: Tx,
  scope: Scope,
  { id }: PublishProposal,
  { status, reason }: { status: 'approved' | 'declined' | 'withdrawn'; reason: string },
): Promise<void> {
  const { count } = await tx.publishProposal.updateMany({
    where: { id, status: 'open' },
    data: { status, reason, decidedBy: scope.actor, decidedAt: new Date() },
  })
  if (count > 0) return
  const now = await tx.publishProposal.findUniqueOrThrow({ where: { id }, select: { status: true } })
  throw new BatonError('conflict', `It was ${now.status} meanwhile.`)
}

/** What runs already needs no approval. @throws BatonError conflict */
async function refuseCurrent(
  tx: Tx,
  { workspace }: Scope,
  { teamId, digest }: PublishProposal,
): Promise<void> {
  const current = await currentInFirst(tx, workspace.id, teamId)
  if (current?.digest === digest)
    throw new BatonError(
      'conflict',
      `Version ${current.number} is the same and is current already. Decline it.`,
    )
}

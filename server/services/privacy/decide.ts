import { actorSchema, principalOf } from '@/domain/actor'
import type { Certificate } from '@/domain/erasure/certificate'
import { BatonError } from '@/domain/problem'
import type { Erasure } from '@/prisma/generated/client'
import { openSubject } from '@/server/record/erasure/holds'
import { authorize, transact, type Context, type Scope } from '../context'
import { refuseOwnHand } from '../own-hand'
import { erasing, refuseNames } from './request'

export interface DecideErasure {
  id: string
  decision: 'approve' | 'decline'
  reason: string
}

/**
 * The second person's decision. Approving erases at once; declining forgets whom it was about.
 * @throws BatonError not_found | forbidden (they asked for it) | invalid (a decline without a reason) | conflict
 */
export async function decideErasure(ctx: Context, { id, decision, reason }: DecideErasure): Promise<void> {
  const scope = await authorize(ctx, 'privacy.erase')
  const row = await proposed(scope, id)
  const requestedBy = actorSchema.parse(row.requestedBy)
  await refuseOwnHand(scope, {
    hands: [principalOf(requestedBy)],
    ...{ says: 'You asked for this erasure; a second person decides on it.', data: { erasure: id } },
  })
  if (decision === 'decline') return decline(scope, row, reason)
  const subject = openSubject(row.subjectSealed ?? '')
  refuseNames(reason, subject)
  const { id: workspaceId, name } = scope.workspace
  const errand = {
    ...{ id, workspace: { id: workspaceId, name }, subject, requestedBy },
    ...{ reach: row.reach as Certificate['reach'], reason: row.reason, leftOut: row.leftOut },
    ...{ requestedAt: row.requestedAt, approvedBy: scope.actor, actor: scope.actor },
  }
  await erasing(scope, errand, async (client, { certificate, entryId }) => {
    const { rowCount } = await client.query(
      `update erasure set status = 'done', subject_sealed = null, decided_by = $2, decided_at = $3, decision_reason = $4,
          certificate = $5, entry_id = $6 where id = $1 and status = 'proposed'`,
      [id, scope.actor, certificate.at, reason, JSON.stringify(certificate), entryId],
    )
    if (rowCount !== 1) throw decided()
  })
}

async function decline(scope: Scope, { id }: Erasure, reason: string): Promise<void> {
  if (reason.trim() === '')
    throw new BatonError('invalid', 'Say why it is declined.', [
      { pointer: '/reason', message: 'is missing', expected: 'what must change first' },
    ])
  refuseNames(reason)
  await close(scope, id, 'declined', reason)
}

/** Takes a request back, as whoever made it. @throws BatonError not_found | forbidden | conflict */
export async function withdrawErasure(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'privacy.erase')
  const { requestedBy } = await proposed(scope, id)
  if (principalOf(actorSchema.parse(requestedBy)) !== principalOf(scope.actor))
    throw new BatonError('forbidden', 'Somebody else asked for this; you may decline it.')
  await close(scope, id, 'withdrawn', '')
}

async function close(
  scope: Scope,
  id: string,
  status: 'declined' | 'withdrawn',
  decisionReason: string,
): Promise<void> {
  await transact(scope, async (tx, record) => {
    const { count } = await tx.erasure.updateMany({
      where: { id, workspaceId: scope.workspace.id, status: 'proposed' },
      data: {
        ...{ status, decisionReason, decidedBy: scope.actor, decidedAt: new Date() },
        subjectSealed: null,
      },
    })
    if (count === 0) throw decided()
    await record({
      kind: status === 'declined' ? 'erasure.declined' : 'erasure.withdrawn',
      data: { erasure: id, ...(decisionReason && { reason: decisionReason }) },
    })
  })
}

const decided = () => new BatonError('conflict', 'This erasure is decided on already.')

async function proposed(scope: Scope, id: string): Promise<Erasure> {
  const row = await scope.db.prisma.erasure.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!row) throw new BatonError('not_found', 'There is no such erasure in this workspace.')
  if (row.status !== 'proposed') throw decided()
  return row
}

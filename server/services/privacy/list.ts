import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import type { Certificate } from '@/domain/erasure/certificate'
import { maskedSubject } from '@/domain/erasure/subject'
import { BatonError } from '@/domain/problem'
import { findSubject, type Found } from '@/server/record/erasure/find'
import { openSubject } from '@/server/record/erasure/holds'
import { authorize, type Context } from '../context'
import { shownFound } from './find-person'

export interface ListedErasure {
  id: string
  status: 'proposed' | 'done' | 'declined' | 'withdrawn'
  reach: Certificate['reach']
  reason: string
  requestedBy: Actor
  requestedAt: Date
  decidedBy: Actor | null
  decidedAt: Date | null
  decisionReason: string
  /** Whether the caller asked for it, and so may not decide on it. */
  mine: boolean
  /** Of one that waits: by which signs the person is known, masked. */
  about: string | null
  /** Of one that was carried out. */
  runs: number
  values: number
}

const MOST = 200

/** Erasures of the workspace, the newest first. */
export async function listErasures(ctx: Context): Promise<ListedErasure[]> {
  const scope = await authorize(ctx, 'privacy.read')
  const workspaceId = scope.workspace.id
  const rows = await scope.db.prisma.erasure.findMany({
    where: { workspaceId },
    orderBy: { requestedAt: 'desc' },
    take: MOST,
  })
  return rows.map((row): ListedErasure => {
    const certificate = row.certificate as unknown as Certificate | null
    const requestedBy = actorSchema.parse(row.requestedBy)
    return {
      ...{ id: row.id, reason: row.reason, requestedBy, requestedAt: row.requestedAt },
      status: row.status as ListedErasure['status'],
      reach: row.reach as Certificate['reach'],
      decidedBy: row.decidedBy === null ? null : actorSchema.parse(row.decidedBy),
      ...{ decidedAt: row.decidedAt, decisionReason: row.decisionReason },
      mine: principalOf(requestedBy) === principalOf(scope.actor),
      about: row.subjectSealed === null ? null : maskedSubject(openSubject(row.subjectSealed)),
      runs: certificate?.runs.length ?? 0,
      values: [...(certificate?.runs ?? []), ...(certificate?.elsewhere ?? [])].reduce(
        (sum, { values }) => sum + values,
        0,
      ),
    }
  })
}

/** What a request that waits would erase now, for whoever decides on it. @throws BatonError not_found | conflict */
export async function previewErasure(
  ctx: Context,
  { id }: { id: string },
): Promise<Found & { leftOut: string[] }> {
  const scope = await authorize(ctx, 'privacy.erase')
  const row = await scope.db.prisma.erasure.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!row) throw new BatonError('not_found', 'There is no such erasure in this workspace.')
  if (row.subjectSealed === null) throw new BatonError('conflict', 'This erasure is decided on already.')
  const found = await findSubject(scope.db.pool, scope.workspace.id, openSubject(row.subjectSealed))
  return { ...(await shownFound(scope, found)), leftOut: row.leftOut }
}

import type { PoolClient } from 'pg'
import type { Certificate } from '@/domain/erasure/certificate'
import { namesOf, type Subject } from '@/domain/erasure/subject'
import { detectPii } from '@/domain/pii/detect'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { inTransaction } from '@/server/db/transaction'
import { appendEntry } from '@/server/record/append'
import { carryOut, ErasureBarred, type Errand } from '@/server/record/erasure/carry-out'
import { sealSubject } from '@/server/record/erasure/holds'
import { authorize, transact, type Context, type Scope } from '../context'

export interface RequestErasure {
  subject: Subject
  reach: Certificate['reach']
  /** Why, in words that name nobody: they stay on the record. */
  reason: string
  /** Runs that stay as they are. */
  leftOut: string[]
}

/**
 * Erases a person's data at once; or puts that before a second person where the workspace asks for one.
 * @throws BatonError invalid (the reason names somebody) | conflict (held, still under way, nothing left): nothing is erased
 */
export async function requestErasure(
  ctx: Context,
  { subject, reach, reason, leftOut }: RequestErasure,
): Promise<{ id: string; status: 'done' | 'proposed' }> {
  const scope = await authorize(ctx, 'privacy.erase')
  refuseNames(reason, subject)
  const { secondPersonErases } = await scope.db.prisma.workspace.findUniqueOrThrow({
    where: { id: scope.workspace.id },
    select: { secondPersonErases: true },
  })
  const id = newId('ers')
  const requestedAt = new Date()
  if (secondPersonErases) {
    await transact(scope, async (tx, record) => {
      await tx.erasure.create({
        data: {
          ...{ id, workspaceId: scope.workspace.id, status: 'proposed', reach, reason, leftOut, requestedAt },
          ...{ subjectSealed: sealSubject(subject), requestedBy: scope.actor },
        },
      })
      await record({
        kind: 'erasure.requested',
        data: { erasure: id, reach, reason, left_out: leftOut.length },
      })
    })
    return { id, status: 'proposed' }
  }
  const { id: workspaceId, name } = scope.workspace
  const errand: Errand = {
    ...{ id, workspace: { id: workspaceId, name }, subject, reach, reason, leftOut, requestedAt },
    ...{ requestedBy: scope.actor, actor: scope.actor },
  }
  await erasing(scope, errand, async (client, { certificate, entryId }) => {
    await client.query(
      `insert into erasure (id, workspace_id, status, reach, reason, left_out, requested_by, requested_at, decided_by,
          decided_at, certificate, entry_id) values ($1, $2, 'done', $3, $4, $5, $6, $7, $6, $8, $9, $10)`,
      [
        ...[id, workspaceId, reach, reason, leftOut, scope.actor, requestedAt],
        ...[certificate.at, JSON.stringify(certificate), entryId],
      ],
    )
  })
  return { id, status: 'done' }
}

/**
 * Carries an erasure out, in one transaction with what is written of it.
 * @throws BatonError conflict, which is put on the record: nothing was erased
 */
export async function erasing(
  scope: Scope,
  errand: Errand,
  write: (client: PoolClient, done: Awaited<ReturnType<typeof carryOut>>) => Promise<void>,
): Promise<void> {
  try {
    await inTransaction(scope.db.pool, async (client) => write(client, await carryOut(client, errand)))
  } catch (error) {
    if (!(error instanceof ErasureBarred)) throw error
    if (error.because === 'held' || error.because === 'under_way')
      await appendEntry(scope.db.pool, scope.workspace.id, {
        kind: 'erasure.refused',
        actor: scope.actor,
        data: { erasure: errand.id, because: error.because, runs: error.runs.slice(0, 100) },
      })
    throw new BatonError(
      'conflict',
      error.message,
      error.runs.map((run) => ({ pointer: `/runs/${run}`, message: error.because })),
    )
  }
}

/** What stays for ever names nobody who asked to be forgotten. @throws BatonError invalid */
export function refuseNames(reason: string, subject?: Subject): void {
  if (!subject || !namesOf(subject)(reason)) {
    const [found] = detectPii(reason)
    if (!found) return
  }
  throw new BatonError('invalid', 'The reason stays on the record: leave the person out of it.', [
    {
      pointer: '/reason',
      message: 'names a person',
      expected: 'a reason and your reference, as in “Request 2026-014”',
    },
  ])
}

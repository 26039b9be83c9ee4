import { z } from 'zod'
import type { AccessRequest } from '@/prisma/generated/client'
import { actorSchema, principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { JsonValue } from '@/domain/record/canonical'
import { digestOf } from '@/domain/record/digest'
import type { SecondPersonFor } from '@/domain/policy/second-person'
import type { Denial } from '@/domain/policy/denial'
import type { Tx } from '@/server/db/client'
import type { Scope } from '@/server/services/context'
import { refuseOwnHand } from '../own-hand'

/** Somebody else's answer to a request; a decline says why. */
export const decideRequestInput = z.object({
  id: z.string().max(60),
  decision: z.enum(['approve', 'decline']),
  reason: z.string().trim().max(1000).default(''),
})

/** What somebody asks for and somebody else decides: that policies permit something, or that a second person is no longer asked for. */
interface Asked {
  id: string
  /** The record's entry that it is about. */
  entryId: string
  /** Of which only one is open at a time. */
  exactly: JsonValue
  reason: string
  denial?: Denial
  secondPerson?: SecondPersonFor
}

/** Puts a request before others. @throws BatonError conflict (the same is asked for already) */
export async function fileRequest(
  tx: Tx,
  { workspace, actor }: Scope,
  { id, entryId, exactly, reason, denial, secondPerson }: Asked,
): Promise<void> {
  // The index of what is open decides between two who ask at once.
  const made = await tx.$executeRaw`
    INSERT INTO access_request (id, workspace_id, entry_id, denial, second_person, digest, reason, asked_by)
    VALUES (${id}, ${workspace.id}, ${entryId}, ${denial ? JSON.stringify(denial) : null}::jsonb,
            ${secondPerson ?? null}, ${digestOf(exactly)}, ${reason}, ${JSON.stringify(actor)}::jsonb)
    ON CONFLICT DO NOTHING`
  if (made === 0) throw new BatonError('conflict', 'This is asked for already, and waits for somebody else.')
}

/**
 * The request that is about to be decided: of that second person, or that policies permit something.
 * @throws BatonError not_found | conflict (decided)
 */
export async function openRequest(
  prisma: Pick<Tx, 'accessRequest'>,
  { workspace }: Scope,
  { id, secondPerson = null }: { id: string; secondPerson?: SecondPersonFor | null },
): Promise<AccessRequest> {
  const row = await prisma.accessRequest.findFirst({ where: { id, workspaceId: workspace.id, secondPerson } })
  if (!row) throw new BatonError('not_found', 'There is no such request in this workspace.')
  if (row.status !== 'open') throw decided()
  return row
}

/** Whose request it is: they do not decide it. */
export const askerOf = (row: Pick<AccessRequest, 'askedBy'>): string =>
  principalOf(actorSchema.parse(row.askedBy))

/** Whoever asked for it does not decide; trying is on the record. @throws BatonError forbidden */
export const refuseAsker = (scope: Scope, row: AccessRequest): Promise<void> =>
  refuseOwnHand(scope, {
    hands: [askerOf(row)],
    ...{ says: 'You asked for this; somebody else decides.', data: { request: row.id } },
  })

/** Of two who decide at once, one does. @throws BatonError conflict (decided) */
export async function settleRequest(
  tx: Tx,
  { actor }: Scope,
  id: string,
  { status, reason }: { status: 'approved' | 'declined' | 'withdrawn'; reason: string },
): Promise<void> {
  const { count } = await tx.accessRequest.updateMany({
    where: { id, status: 'open' },
    data: { status, decidedBy: actor, decidedAt: new Date(), decisionReason: reason },
  })
  if (count === 0) throw decided()
}

/** @throws BatonError invalid (a decline that does not say why) */
export function refuseSilence(decision: 'approve' | 'decline', reason: string, expected: string): void {
  if (decision === 'approve' || reason.trim() !== '') return
  throw new BatonError('invalid', 'Say why it is declined.', [
    { pointer: '/reason', message: 'is missing', expected },
  ])
}

const decided = () => new BatonError('conflict', 'This is decided already.')

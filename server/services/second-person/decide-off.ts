import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { authorize, transact, type Context } from '@/server/services/context'
import { askerOf, openRequest, refuseAsker, refuseSilence, settleRequest } from '../policy/requests'
import { turn } from './setting'

export interface DecideOff {
  what: SecondPersonFor
  id: string
  decision: 'approve' | 'decline'
  /** Why; a decline needs one. */
  reason: string
}

/**
 * Somebody else's answer to whoever asked that a second person is no longer asked for.
 * @throws BatonError not_found | forbidden (they asked for it) | invalid (a decline without a reason) | conflict (decided)
 */
export async function decideOff(ctx: Context, { what, id, decision, reason }: DecideOff): Promise<void> {
  const scope = await authorize(ctx, SECOND_PERSON[what].edits)
  refuseSilence(decision, reason, 'why a second person is still to be asked for')
  const row = await openRequest(scope.db.prisma, scope, { id, secondPerson: what })
  await refuseAsker(scope, row)
  await transact(scope, async (tx, record) => {
    const status = decision === 'approve' ? 'approved' : 'declined'
    await settleRequest(tx, scope, id, { status, reason })
    const entry = { subject: id, causes: [row.entryId], ...(reason && { sealed: { reason } }) }
    if (decision === 'approve') {
      const data = { request: id, asked_by: askerOf(row) }
      await turn({ tx, record }, scope, { what, asked: false, data, ...entry })
    } else await record({ kind: 'second_person.off_declined', data: { for: what }, ...entry })
  })
}

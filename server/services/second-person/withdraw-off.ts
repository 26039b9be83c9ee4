import { principalOf } from '@/domain/actor'
import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { askerOf, openRequest, settleRequest } from '../policy/requests'

/** Takes a request back, as whoever made it. @throws BatonError not_found | forbidden (another's) | conflict (decided) */
export async function withdrawOff(
  ctx: Context,
  { what, id }: { what: SecondPersonFor; id: string },
): Promise<void> {
  const scope = await authorize(ctx, SECOND_PERSON[what].edits)
  const row = await openRequest(scope.db.prisma, scope, { id, secondPerson: what })
  if (askerOf(row) !== principalOf(scope.actor))
    throw new BatonError('forbidden', 'Somebody else asked for this; you may decline it.')
  await transact(scope, async (tx, record) => {
    await settleRequest(tx, scope, id, { status: 'withdrawn', reason: '' })
    await record({
      kind: 'second_person.off_withdrawn',
      ...{ subject: id, data: { for: what }, causes: [row.entryId] },
    })
  })
}

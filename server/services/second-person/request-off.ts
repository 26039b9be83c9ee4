import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'
import { fileRequest } from '../policy/requests'
import { isAsked } from './setting'

/**
 * Asks that a second person is no longer asked for. Until somebody else agrees, one is.
 * @throws BatonError conflict (none is asked for, or this is asked already)
 */
export async function requestOff(
  ctx: Context,
  { what, reason }: { what: SecondPersonFor; reason: string },
): Promise<{ id: string }> {
  const scope = await authorize(ctx, SECOND_PERSON[what].edits)
  return transact(scope, async (tx, record) => {
    if (!(await isAsked(tx, scope, what)))
      throw new BatonError('conflict', 'No second person is asked for here.')
    const id = newId('acc')
    const entryId = await record({
      kind: 'second_person.off_requested',
      subject: id,
      data: { for: what },
      sealed: { reason },
    })
    await fileRequest(tx, scope, {
      ...{ id, entryId, reason, secondPerson: what },
      exactly: { second_person: what, asked: false },
    })
    return { id }
  })
}

import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { authorize, transact, type Context } from '@/server/services/context'
import { turn } from './setting'

/** From now on it waits for a second person. That one person may decide; that it no longer does, two. */
export async function turnSecondPersonOn(ctx: Context, { what }: { what: SecondPersonFor }): Promise<void> {
  const scope = await authorize(ctx, SECOND_PERSON[what].edits)
  await transact(scope, async (tx, record) => {
    await turn({ tx, record }, scope, { what, asked: true })
  })
}

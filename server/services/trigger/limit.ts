import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { authorize, transact, type Context } from '../context'
import { findEditable } from '../team/find'

export const limitRunsInput = z.object({
  team: slugSchema,
  /** null: no limit */
  maxInFlight: z.number().int().min(1).max(10_000).nullable(),
})

/**
 * How many runs of a team may be in flight; what starts beyond waits in the queue, and is admitted in its order as others
 * end. Runs that wait for a person are in flight.
 * @throws BatonError not_found | conflict when it is archived
 */
export async function limitRuns(
  ctx: Context,
  { team: slug, maxInFlight }: z.infer<typeof limitRunsInput>,
): Promise<{ admitted: number }> {
  const scope = await authorize(ctx, 'trigger.edit')
  return transact(scope, async (tx, record) => {
    const team = await findEditable(tx, scope.workspace.id, slug)
    const [row] = await tx.$queryRaw<{ admitted: number }[]>`
      select limit_runs(${team.id}, ${maxInFlight}::int) admitted`
    await record({ kind: 'team.limited', team: team.id, subject: team.name, data: { maxInFlight } })
    return { admitted: row?.admitted ?? 0 }
  })
}

import { z } from 'zod'
import { isTimeZone } from '@/domain/time-zone'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseUnknownZone } from '@/server/services/time-zone'

export const updateWorkspaceInput = z.object({
  name: z.string().trim().min(1, 'a name').max(80),
  timeZone: z.string().refine(isTimeZone, 'a time zone of the IANA list, as in Europe/Berlin'),
})

/**
 * Renames the workspace or moves it to another time zone: budgets of a day and a month then turn at its midnight.
 * @throws BatonError invalid where the database does not know the zone
 */
export async function updateWorkspace(
  ctx: Context,
  input: z.infer<typeof updateWorkspaceInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  const { name, timeZone } = scope.workspace
  await transact(scope, async (tx, record) => {
    await refuseUnknownZone(tx, input.timeZone)
    await tx.workspace.update({ where: { id: scope.workspace.id }, data: input })
    await record({ kind: 'workspace.changed', data: { before: { name, timeZone }, after: input } })
  })
}

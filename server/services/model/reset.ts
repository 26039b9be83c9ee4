import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { resetData, resetGuard } from '@/server/models/reset-guard'
import { authorize, transact, type Context } from '../context'

export const resetModelInput = z.object({ id: z.string() })

/**
 * Closes a model's circuit breaker and ends its cool-down by hand: it is asked again from the next call on.
 * @throws BatonError not_found
 */
export async function resetModel(ctx: Context, { id }: z.infer<typeof resetModelInput>): Promise<void> {
  const scope = await authorize(ctx, 'model.edit')
  await transact(scope, async (tx, record) => {
    const model = await tx.model.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!model) throw new BatonError('not_found', 'There is no such model in this workspace.')
    const before = await resetGuard(tx, id)
    await record({ kind: 'model.reset', subject: model.name, data: { model: id, ...resetData(before) } })
  })
}

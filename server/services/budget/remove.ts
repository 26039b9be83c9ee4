import { z } from 'zod'
import { limitOf } from '@/domain/budget/limit'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { reasonSchema } from '../reason'
import { keepChange } from './keep-change'
import { letGoOn } from './let-go-on'

export const removeBudgetInput = z.object({ id: z.string(), reason: reasonSchema })

/**
 * Removes a budget: from the next call on nothing is held against it, and steps that waited for it go on. What was spent
 * stays under costs.
 * @throws BatonError not_found
 */
export async function removeBudget(
  ctx: Context,
  { id, reason }: z.infer<typeof removeBudgetInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'budget.edit')
  await transact(scope, async (tx, record) => {
    const budget = await tx.budget.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!budget) throw new BatonError('not_found', 'There is no such budget in this workspace.')
    await tx.budget.delete({ where: { id } })
    await tx.budgetAccount.deleteMany({ where: { budgetId: id } })
    await tx.budgetWarning.deleteMany({ where: { budgetId: id } })
    await record(await keepChange(tx, scope, budget, { was: limitOf(budget), now: null, reason }))
  })
  await letGoOn(scope)
}

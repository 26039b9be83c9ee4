import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { letGoOn } from './let-go-on'

export const removeBudgetInput = z.object({ id: z.string() })

/**
 * Removes a budget: from the next call on nothing is held against it, and steps that waited for it go on. What was spent
 * stays under costs.
 * @throws BatonError not_found
 */
export async function removeBudget(ctx: Context, { id }: z.infer<typeof removeBudgetInput>): Promise<void> {
  const scope = await authorize(ctx, 'budget.edit')
  await transact(scope, async (tx, record) => {
    const budget = await tx.budget.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!budget) throw new BatonError('not_found', 'There is no such budget in this workspace.')
    await tx.budget.delete({ where: { id } })
    await tx.budgetAccount.deleteMany({ where: { budgetId: id } })
    const { scope: of, subject, period, capMicros, hard } = budget
    await record({
      kind: 'budget.removed',
      data: { budget: id, scope: of, subject, period, cap_micros: capMicros.toString(), hard },
    })
  })
  await letGoOn(scope)
}

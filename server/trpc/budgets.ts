import { listBudgets } from '@/server/services/budget/list'
import { putBudget, putBudgetInput } from '@/server/services/budget/put'
import { removeBudget, removeBudgetInput } from '@/server/services/budget/remove'
import { procedure, router } from './init'

export const budgetsRouter = router({
  list: procedure('cost.read').query(({ ctx }) => listBudgets(ctx)),
  put: procedure('budget.edit')
    .input(putBudgetInput)
    .mutation(({ ctx, input }) => putBudget(ctx, input)),
  remove: procedure('budget.edit')
    .input(removeBudgetInput)
    .mutation(({ ctx, input }) => removeBudget(ctx, input)),
})

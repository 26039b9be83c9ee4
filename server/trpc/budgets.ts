import { dearestCallInput, dearestGoverned } from '@/server/services/budget/dearest-call'
import { budgetHistory, budgetHistoryInput } from '@/server/services/budget/history'
import { listGuards } from '@/server/services/budget/guards'
import { listBudgets } from '@/server/services/budget/list'
import { putBudget, putBudgetInput } from '@/server/services/budget/put'
import { removeBudget, removeBudgetInput } from '@/server/services/budget/remove'
import { setGuard, setGuardInput } from '@/server/services/budget/set-guard'
import { grantModel, grantModelInput } from '@/server/services/model/grant'
import { listGrants } from '@/server/services/model/grants'
import { revokeGrant, revokeGrantInput } from '@/server/services/model/revoke-grant'
import { procedure, router } from './init'

export const budgetsRouter = router({
  list: procedure('cost.read').query(({ ctx }) => listBudgets(ctx)),
  history: procedure('cost.read')
    .input(budgetHistoryInput)
    .query(({ ctx, input }) => budgetHistory(ctx, input)),
  dearestCall: procedure('budget.edit')
    .input(dearestCallInput)
    .query(({ ctx, input }) => dearestGoverned(ctx, input)),
  put: procedure('budget.edit')
    .input(putBudgetInput)
    .mutation(({ ctx, input }) => putBudget(ctx, input)),
  remove: procedure('budget.edit')
    .input(removeBudgetInput)
    .mutation(({ ctx, input }) => removeBudget(ctx, input)),
  guards: procedure('cost.read').query(({ ctx }) => listGuards(ctx)),
  setGuard: procedure('budget.edit')
    .input(setGuardInput)
    .mutation(({ ctx, input }) => setGuard(ctx, input)),
  grants: procedure('cost.read').query(({ ctx }) => listGrants(ctx)),
  grant: procedure('budget.edit')
    .input(grantModelInput)
    .mutation(({ ctx, input }) => grantModel(ctx, input)),
  revokeGrant: procedure('budget.edit')
    .input(revokeGrantInput)
    .mutation(({ ctx, input }) => revokeGrant(ctx, input)),
})

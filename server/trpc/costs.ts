import { costSummary, costSummaryInput } from '@/server/services/cost/summary'
import { procedure, router } from './init'

export const costsRouter = router({
  summary: procedure('cost.read')
    .input(costSummaryInput)
    .query(({ ctx, input }) => costSummary(ctx, input)),
})

import { z } from 'zod'
import { listReviewRules } from '@/server/services/review-rule/list'
import { putReviewRule, putReviewRuleInput, removeReviewRule } from '@/server/services/review-rule/put'
import { procedure, router } from './init'

export const reviewRulesRouter = router({
  list: procedure('member.read').query(({ ctx }) => listReviewRules(ctx)),
  put: procedure('member.edit')
    .input(putReviewRuleInput)
    .mutation(({ ctx, input }) => putReviewRule(ctx, input)),
  remove: procedure('member.edit')
    .input(z.object({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => removeReviewRule(ctx, input)),
})

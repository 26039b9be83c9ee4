import { z } from 'zod'
import { listDelegations } from '@/server/services/delegation/list'
import { delegateInput, delegateReviews, endDelegation } from '@/server/services/delegation/put'
import { procedure, router } from './init'

export const delegationsRouter = router({
  list: procedure('review.read').query(({ ctx }) => listDelegations(ctx)),
  create: procedure('review.decide')
    .input(delegateInput)
    .mutation(({ ctx, input }) => delegateReviews(ctx, input)),
  end: procedure('review.read')
    .input(z.object({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => endDelegation(ctx, input)),
})

import { z } from 'zod'
import { verdictSchema } from '@/domain/run/review'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { listReviews } from '@/server/services/review/list'
import { previewEdit } from '@/server/services/review/preview'
import { procedure, router } from './init'

const id = z.object({ id: z.string().max(60) })

export const reviewsRouter = router({
  list: procedure('review.read')
    .input(
      z.object({ status: z.enum(['open', 'decided']).default('open'), mine: z.boolean().default(false) }),
    )
    .query(({ ctx, input }) => listReviews(ctx, input)),
  get: procedure('review.read')
    .input(id)
    .query(({ ctx, input }) => getReview(ctx, input)),
  preview: procedure('review.read')
    .input(id.extend({ edit: z.record(z.string(), z.unknown()) }))
    .query(({ ctx, input }) => previewEdit(ctx, input)),
  /** Raising a budget asks for `budget.edit` instead. */
  decide: procedure('review.decide')
    .input(id.extend({ verdict: verdictSchema }))
    .mutation(({ ctx, input }) => decideReview(ctx, input)),
})

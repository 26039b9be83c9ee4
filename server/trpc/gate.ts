import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import {
  authoriseAgent,
  authoriseInput,
  listAuthorisations,
  withdrawAuthorisation,
  withdrawInput,
} from '@/server/services/gate/authorisations'
import { exactEffect, exactReview } from '@/server/services/gate/exact-request'
import { exactUndo, undoEffect, undoInput } from '@/server/services/gate/undo'
import { procedure, router } from './init'

const id = z.object({ id: z.string().max(60) })

export const gateRouter = router({
  exactEffect: procedure('run.read')
    .input(id)
    .query(({ ctx, input }) => exactEffect(ctx, input)),
  exactReview: procedure('review.read')
    .input(id.extend({ edit: z.record(z.string(), z.unknown()).optional() }))
    .query(({ ctx, input }) => exactReview(ctx, input)),
  exactUndo: procedure('run.read')
    .input(id)
    .query(({ ctx, input }) => exactUndo(ctx, input)),
  undo: procedure('effect.undo')
    .input(undoInput)
    .mutation(({ ctx, input }) => undoEffect(ctx, input)),
  authorisations: procedure('agent.read')
    .input(z.object({ agent: slugSchema }))
    .query(({ ctx, input }) => listAuthorisations(ctx, input)),
  authorise: procedure('gate.edit')
    .input(authoriseInput)
    .mutation(({ ctx, input }) => authoriseAgent(ctx, input)),
  withdraw: procedure('gate.edit')
    .input(withdrawInput)
    .mutation(({ ctx, input }) => withdrawAuthorisation(ctx, input)),
})

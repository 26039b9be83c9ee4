import { z } from 'zod'
import { endReveal } from '@/server/services/reveal/end'
import { myReveal } from '@/server/services/reveal/mine'
import { revealInput, revealRun } from '@/server/services/reveal/reveal'
import { procedure, router } from './init'

const ofRun = z.object({ run: z.string().max(100) })

export const revealsRouter = router({
  mine: procedure('run.read')
    .input(ofRun)
    .query(({ ctx, input }) => myReveal(ctx, input)),
  reveal: procedure('value.reveal')
    .input(revealInput)
    .mutation(({ ctx, input }) => revealRun(ctx, input)),
  end: procedure('run.read')
    .input(ofRun)
    .mutation(({ ctx, input }) => endReveal(ctx, input)),
})

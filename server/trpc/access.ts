import { z } from 'zod'
import { listTakenAccess } from '@/server/services/access/list'
import { endAccess, takeAccess, takeAccessInput } from '@/server/services/access/take'
import { procedure, router } from './init'

export const accessRouter = router({
  list: procedure('access.break').query(({ ctx }) => listTakenAccess(ctx)),
  take: procedure('access.break')
    .input(takeAccessInput)
    .mutation(({ ctx, input }) => takeAccess(ctx, input)),
  end: procedure('access.break')
    .input(z.object({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => endAccess(ctx, input)),
})

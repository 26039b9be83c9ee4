import { z } from 'zod'
import {
  endOtherSessions,
  endSession,
  endSessionInput,
  endSessionsOf,
  endSessionsOfInput,
} from '@/server/services/session/end'
import { listSessions, listSessionsOf } from '@/server/services/session/list'
import { procedure, router } from './init'

export const sessionsRouter = router({
  list: procedure('workspace.read').query(({ ctx }) => listSessions(ctx)),
  end: procedure('workspace.read')
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, input)),
  endOthers: procedure('workspace.read').mutation(({ ctx }) => endOtherSessions(ctx)),
  of: procedure('member.edit')
    .input(z.object({ member: z.string().max(100) }))
    .query(({ ctx, input }) => listSessionsOf(ctx, input)),
  endOf: procedure('member.edit')
    .input(endSessionsOfInput)
    .mutation(({ ctx, input }) => endSessionsOf(ctx, input)),
})

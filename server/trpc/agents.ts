import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { getAgent } from '@/server/services/agent/get'
import { listAgents } from '@/server/services/agent/list'
import { putAgent } from '@/server/services/agent/put'
import { resumeAgent } from '@/server/services/agent/resume'
import { stopAgent } from '@/server/services/agent/stop'
import { whoSeesNow } from '@/server/services/agent/who-sees'
import { int4 } from '@/server/services/limits'
import { procedure, router } from './init'

const bySlug = z.object({ slug: slugSchema })

export const agentsRouter = router({
  list: procedure('agent.read').query(({ ctx }) => listAgents(ctx)),
  get: procedure('agent.read')
    .input(bySlug)
    .query(({ ctx, input }) => getAgent(ctx, input)),
  whoSees: procedure('agent.read')
    .input(z.object({ team: slugSchema, purpose: slugSchema.optional() }))
    .query(({ ctx, input }) => whoSeesNow(ctx, input)),
  put: procedure('agent.edit')
    .input(
      z.object({
        agent: z.unknown(),
        revision: int4.optional(),
        create: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => putAgent(ctx, input)),
  stop: procedure('agent.stop')
    .input(bySlug.extend({ reason: z.string().trim().max(500).default('') }))
    .mutation(({ ctx, input }) => stopAgent(ctx, input)),
  resume: procedure('agent.stop')
    .input(bySlug.extend({ reason: z.string().trim().max(500).default('') }))
    .mutation(({ ctx, input }) => resumeAgent(ctx, input)),
})

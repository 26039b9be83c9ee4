import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { listStops } from '@/server/services/stop/list'
import { resumeTeam } from '@/server/services/team/resume'
import { stopTeam } from '@/server/services/team/stop'
import { resumeWorkspace } from '@/server/services/workspace/resume'
import { stopWorkspace } from '@/server/services/workspace/stop'
import { procedure, router } from './init'

const why = z.object({ reason: z.string().trim().max(500).default('') })
const team = why.extend({ slug: slugSchema })

/** The switches of teams and of the workspace; an agent's stand with the agents. */
export const stopsRouter = router({
  list: procedure('workspace.read').query(({ ctx }) => listStops(ctx)),
  stopTeam: procedure('team.stop')
    .input(team)
    .mutation(({ ctx, input }) => stopTeam(ctx, input)),
  resumeTeam: procedure('team.stop')
    .input(team)
    .mutation(({ ctx, input }) => resumeTeam(ctx, input)),
  stopWorkspace: procedure('workspace.stop')
    .input(why)
    .mutation(({ ctx, input }) => stopWorkspace(ctx, input)),
  resumeWorkspace: procedure('workspace.stop')
    .input(why)
    .mutation(({ ctx, input }) => resumeWorkspace(ctx, input)),
})

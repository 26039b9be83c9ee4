import { z } from 'zod'
import { environmentNameSchema } from '@/domain/team/environment'
import { slugSchema } from '@/domain/team/slug'
import { addEnvironment } from '@/server/services/environment/add'
import { readPublishing } from '@/server/services/environment/list'
import { orderEnvironments } from '@/server/services/environment/order'
import { removeEnvironment } from '@/server/services/environment/remove'
import { renameEnvironment } from '@/server/services/environment/rename'
import { listWaitingProposals } from '@/server/services/overview/proposals'
import { agreeToVersion } from '@/server/services/team/agree-to-version'
import { decideProposal, withdrawProposal } from '@/server/services/team/decide-proposal'
import { getProposal, listProposals } from '@/server/services/team/list-proposals'
import { int4 } from '@/server/services/limits'
import { procedure, router } from './init'

const bySlug = z.object({ slug: slugSchema })
const byId = z.object({ id: z.string().max(60) })
const named = z.object({ name: environmentNameSchema })

/** Environments, and versions that wait for a second person. */
export const publishingRouter = router({
  get: procedure('workspace.read').query(({ ctx }) => readPublishing(ctx)),
  add: procedure('publishing.edit')
    .input(named)
    .mutation(({ ctx, input }) => addEnvironment(ctx, input)),
  rename: procedure('publishing.edit')
    .input(bySlug.extend(named.shape))
    .mutation(({ ctx, input }) => renameEnvironment(ctx, input)),
  order: procedure('publishing.edit')
    .input(z.object({ order: z.array(slugSchema).min(1).max(20) }))
    .mutation(({ ctx, input }) => orderEnvironments(ctx, input)),
  remove: procedure('publishing.edit')
    .input(bySlug)
    .mutation(({ ctx, input }) => removeEnvironment(ctx, input)),
  proposals: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => listProposals(ctx, input)),
  waiting: procedure('team.read').query(({ ctx }) => listWaitingProposals(ctx)),
  proposal: procedure('team.read')
    .input(byId)
    .query(({ ctx, input }) => getProposal(ctx, input)),
  decide: procedure('team.approve')
    .input(
      byId.extend({
        digest: z.string().max(100),
        decision: z.enum(['approve', 'decline']),
        reason: z.string().trim().max(1000).optional(),
      }),
    )
    .mutation(({ ctx, input }) => decideProposal(ctx, input)),
  agree: procedure('team.approve')
    .input(bySlug.extend({ number: int4, digest: z.string().max(100) }))
    .mutation(({ ctx, input }) => agreeToVersion(ctx, input)),
  withdraw: procedure('team.publish')
    .input(byId)
    .mutation(({ ctx, input }) => withdrawProposal(ctx, input)),
})

import { z } from 'zod'
import { policySetSchema } from '@/domain/policy/cedar/policy'
import { decidePolicies, publishPolicies, withdrawPolicies } from '@/server/services/policy/publish'
import { getPolicies } from '@/server/services/policy/get'
import { getPolicyVersion } from '@/server/services/policy/get-version'
import { discardPolicyDraft, savePolicyDraft } from '@/server/services/policy/save-draft'
import { replayInput, replayPolicies } from '@/server/services/policy/replay'
import { denialsInput, listDenials } from '@/server/services/policy/denials'
import { listAccess } from '@/server/services/policy/list-access'
import { decideAccess, requestAccess, requestAccessInput } from '@/server/services/policy/request-access'
import { decideRequestInput } from '@/server/services/policy/requests'
import { listWaitingPermits } from '@/server/services/policy/waiting'
import { procedure, router } from './init'

const byId = z.object({ id: z.string().max(60) })

/** What is permitted and forbidden in a workspace, in Cedar. */
export const policiesRouter = router({
  get: procedure('policy.read').query(({ ctx }) => getPolicies(ctx)),
  version: procedure('policy.read')
    .input(byId)
    .query(({ ctx, input }) => getPolicyVersion(ctx, input)),
  replay: procedure('policy.read')
    .input(replayInput)
    .query(({ ctx, input }) => replayPolicies(ctx, input)),
  denials: procedure('record.read')
    .input(denialsInput)
    .query(({ ctx, input }) => listDenials(ctx, input)),
  access: procedure('policy.read').query(({ ctx }) => listAccess(ctx)),
  waiting: procedure('workspace.read').query(({ ctx }) => listWaitingPermits(ctx)),
  requestAccess: procedure('policy.read')
    .input(requestAccessInput)
    .mutation(({ ctx, input }) => requestAccess(ctx, input)),
  decideAccess: procedure('policy.edit')
    .input(decideRequestInput)
    .mutation(({ ctx, input }) => decideAccess(ctx, input)),
  save: procedure('policy.edit')
    .input(z.object({ policies: policySetSchema, revision: z.number().int().min(0) }))
    .mutation(({ ctx, input }) => savePolicyDraft(ctx, input)),
  discard: procedure('policy.edit').mutation(({ ctx }) => discardPolicyDraft(ctx)),
  publish: procedure('policy.publish')
    .input(z.object({ revision: z.number().int().min(1), note: z.string().trim().max(1000) }))
    .mutation(({ ctx, input }) => publishPolicies(ctx, input)),
  decide: procedure('policy.publish')
    .input(
      byId.extend({
        digest: z.string().max(100),
        decision: z.enum(['approve', 'decline']),
        reason: z.string().trim().max(1000),
      }),
    )
    .mutation(({ ctx, input }) => decidePolicies(ctx, input)),
  withdraw: procedure('policy.publish')
    .input(byId)
    .mutation(({ ctx, input }) => withdrawPolicies(ctx, input)),
})

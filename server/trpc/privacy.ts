import { z } from 'zod'
import { subjectSchema } from '@/domain/erasure/subject'
import { CLASSIFICATIONS } from '@/domain/policy/classification'
import { slugSchema } from '@/domain/team/slug'
import { moment } from '@/server/services/limits'
import { getCertificate } from '@/server/services/privacy/certificate'
import { decideErasure, withdrawErasure } from '@/server/services/privacy/decide'
import { findPerson } from '@/server/services/privacy/find-person'
import { liftHold, listHolds, placeHold } from '@/server/services/privacy/holds'
import { listErasures, previewErasure } from '@/server/services/privacy/list'
import { requestErasure } from '@/server/services/privacy/request'
import { dryRunRetention, getRetention, putRetention } from '@/server/services/privacy/retention'
import { reasonSchema } from '@/server/services/reason'
import { procedure, router } from './init'

const byId = z.object({ id: z.string().max(60) })
const days = z.object({
  days: z.partialRecord(z.enum(CLASSIFICATIONS), z.number().int().min(1).max(36_500)),
})

/** A person's data: found, erased, held, and kept no longer than they are needed. */
export const privacyRouter = router({
  list: procedure('privacy.read').query(({ ctx }) => listErasures(ctx)),
  // A mutation, for what is looked for stands in no address and no cache.
  find: procedure('privacy.erase')
    .input(z.object({ subject: subjectSchema }))
    .mutation(({ ctx, input }) => findPerson(ctx, input)),
  erase: procedure('privacy.erase')
    .input(
      z.object({
        subject: subjectSchema,
        reach: z.enum(['mentions', 'runs']),
        reason: reasonSchema,
        leftOut: z.array(z.string().max(60)).max(500).default([]),
      }),
    )
    .mutation(({ ctx, input }) => requestErasure(ctx, input)),
  preview: procedure('privacy.erase')
    .input(byId)
    .query(({ ctx, input }) => previewErasure(ctx, input)),
  decide: procedure('privacy.erase')
    .input(
      byId.extend({
        decision: z.enum(['approve', 'decline']),
        reason: z.string().trim().max(500).default(''),
      }),
    )
    .mutation(({ ctx, input }) => decideErasure(ctx, input)),
  withdraw: procedure('privacy.erase')
    .input(byId)
    .mutation(({ ctx, input }) => withdrawErasure(ctx, input)),
  certificate: procedure('privacy.read')
    .input(byId)
    .query(({ ctx, input }) => getCertificate(ctx, input)),
  holds: procedure('privacy.read').query(({ ctx }) => listHolds(ctx)),
  hold: procedure('privacy.edit')
    .input(
      z.object({
        on: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('run'), run: z.string().trim().min(1).max(60) }),
          z.object({ kind: z.literal('team'), team: slugSchema }),
          z.object({ kind: z.literal('person'), subject: subjectSchema }),
        ]),
        reason: reasonSchema,
        until: moment.optional(),
      }),
    )
    .mutation(({ ctx, input }) => placeHold(ctx, input)),
  lift: procedure('privacy.edit')
    .input(byId.extend({ reason: reasonSchema }))
    .mutation(({ ctx, input }) => liftHold(ctx, input)),
  retention: procedure('privacy.read').query(({ ctx }) => getRetention(ctx)),
  putRetention: procedure('privacy.edit')
    .input(days)
    .mutation(({ ctx, input }) => putRetention(ctx, input)),
  dryRun: procedure('privacy.read')
    .input(days)
    .query(({ ctx, input }) => dryRunRetention(ctx, input)),
})

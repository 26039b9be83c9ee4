import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { enableTrigger, enableTriggerInput } from '@/server/services/trigger/enable'
import { endOldTriggerKey } from '@/server/services/trigger/end-old-key'
import { limitRuns, limitRunsInput } from '@/server/services/trigger/limit'
import { listTriggers } from '@/server/services/trigger/list'
import { putTrigger, putTriggerInput } from '@/server/services/trigger/put'
import { removeTrigger, removeTriggerInput } from '@/server/services/trigger/remove'
import { rotateTrigger, rotateTriggerInput } from '@/server/services/trigger/rotate'
import { testTrigger, testTriggerInput } from '@/server/services/trigger/test'
import { procedure, router } from './init'

export const triggersRouter = router({
  list: procedure('trigger.read')
    .input(z.object({ team: slugSchema }))
    .query(({ ctx, input }) => listTriggers(ctx, input)),
  put: procedure('trigger.edit')
    .input(putTriggerInput)
    .mutation(({ ctx, input }) => putTrigger(ctx, input)),
  enable: procedure('trigger.edit')
    .input(enableTriggerInput)
    .mutation(({ ctx, input }) => enableTrigger(ctx, input)),
  rotate: procedure('trigger.edit')
    .input(rotateTriggerInput)
    .mutation(({ ctx, input }) => rotateTrigger(ctx, input)),
  endOldKey: procedure('trigger.edit')
    .input(rotateTriggerInput)
    .mutation(({ ctx, input }) => endOldTriggerKey(ctx, input)),
  remove: procedure('trigger.edit')
    .input(removeTriggerInput)
    .mutation(({ ctx, input }) => removeTrigger(ctx, input)),
  test: procedure('trigger.edit')
    .input(testTriggerInput)
    .mutation(({ ctx, input }) => testTrigger(ctx, input)),
  limit: procedure('trigger.edit')
    .input(limitRunsInput)
    .mutation(({ ctx, input }) => limitRuns(ctx, input)),
})

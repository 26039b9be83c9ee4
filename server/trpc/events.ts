import { enableSource, enableSourceInput } from '@/server/services/event/enable-source'
import { endOldSourceKey } from '@/server/services/event/end-old-key'
import { sourceInput } from '@/server/services/event/find-source'
import { listSources } from '@/server/services/event/list-sources'
import { putSource, putSourceInput } from '@/server/services/event/put-source'
import { removeSource } from '@/server/services/event/remove-source'
import { rotateSource } from '@/server/services/event/rotate-source'
import { procedure, router } from './init'

export const eventsRouter = router({
  sources: procedure('event.read').query(({ ctx }) => listSources(ctx)),
  put: procedure('event.edit')
    .input(putSourceInput)
    .mutation(({ ctx, input }) => putSource(ctx, input)),
  rotate: procedure('event.edit')
    .input(sourceInput)
    .mutation(({ ctx, input }) => rotateSource(ctx, input)),
  endOldKey: procedure('event.edit')
    .input(sourceInput)
    .mutation(({ ctx, input }) => endOldSourceKey(ctx, input)),
  enable: procedure('event.edit')
    .input(enableSourceInput)
    .mutation(({ ctx, input }) => enableSource(ctx, input)),
  remove: procedure('event.edit')
    .input(sourceInput)
    .mutation(({ ctx, input }) => removeSource(ctx, input)),
})

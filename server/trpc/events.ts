import {
  enableSource,
  enableSourceInput,
  listSources,
  putSource,
  putSourceInput,
  removeSource,
  rotateSource,
  sourceInput,
} from '@/server/services/event/sources'
import { procedure, router } from './init'

export const eventsRouter = router({
  sources: procedure('event.read').query(({ ctx }) => listSources(ctx)),
  put: procedure('event.edit')
    .input(putSourceInput)
    .mutation(({ ctx, input }) => putSource(ctx, input)),
  rotate: procedure('event.edit')
    .input(sourceInput)
    .mutation(({ ctx, input }) => rotateSource(ctx, input)),
  enable: procedure('event.edit')
    .input(enableSourceInput)
    .mutation(({ ctx, input }) => enableSource(ctx, input)),
  remove: procedure('event.edit')
    .input(sourceInput)
    .mutation(({ ctx, input }) => removeSource(ctx, input)),
})

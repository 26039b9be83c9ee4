import { listModels } from '@/server/services/model/list'
import { putModel, putModelInput } from '@/server/services/model/put-model'
import { putProvider, putProviderInput } from '@/server/services/model/put-provider'
import { putLimits, putLimitsInput } from '@/server/services/model/put-limits'
import { removeProvider, removeProviderInput } from '@/server/services/model/remove'
import { resetModel, resetModelInput } from '@/server/services/model/reset'
import { testModel, testModelInput } from '@/server/services/model/test'
import { procedure, router } from './init'

export const modelsRouter = router({
  list: procedure('model.read').query(({ ctx }) => listModels(ctx)),
  putProvider: procedure('model.edit')
    .input(putProviderInput)
    .mutation(({ ctx, input }) => putProvider(ctx, input)),
  putModel: procedure('model.edit')
    .input(putModelInput)
    .mutation(({ ctx, input }) => putModel(ctx, input)),
  test: procedure('model.edit')
    .input(testModelInput)
    .mutation(({ ctx, input }) => testModel(ctx, input)),
  putLimits: procedure('model.edit')
    .input(putLimitsInput)
    .mutation(({ ctx, input }) => putLimits(ctx, input)),
  reset: procedure('model.edit')
    .input(resetModelInput)
    .mutation(({ ctx, input }) => resetModel(ctx, input)),
  removeProvider: procedure('model.edit')
    .input(removeProviderInput)
    .mutation(({ ctx, input }) => removeProvider(ctx, input)),
})

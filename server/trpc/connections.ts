import { layAnew, layAnewInput } from '@/server/services/connection/lay-anew'
import { listConnections } from '@/server/services/connection/list'
import { putConnection, putConnectionInput } from '@/server/services/connection/put'
import { removeConnection, removeConnectionInput } from '@/server/services/connection/remove'
import { resetConnection, resetConnectionInput } from '@/server/services/connection/reset'
import { testConnection, testConnectionInput } from '@/server/services/connection/test'
import { procedure, router } from './init'

export const connectionsRouter = router({
  list: procedure('connection.read').query(({ ctx }) => listConnections(ctx)),
  put: procedure('connection.edit')
    .input(putConnectionInput)
    .mutation(({ ctx, input }) => putConnection(ctx, input)),
  test: procedure('connection.edit')
    .input(testConnectionInput)
    .mutation(({ ctx, input }) => testConnection(ctx, input)),
  reset: procedure('connection.edit')
    .input(resetConnectionInput)
    .mutation(({ ctx, input }) => resetConnection(ctx, input)),
  layAnew: procedure('connection.edit')
    .input(layAnewInput)
    .mutation(({ ctx, input }) => layAnew(ctx, input)),
  remove: procedure('connection.edit')
    .input(removeConnectionInput)
    .mutation(({ ctx, input }) => removeConnection(ctx, input)),
})

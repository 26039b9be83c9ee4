import { approveOperation, approveOperationInput } from '@/server/services/connection/approve-operation'
import { callNow, callNowInput } from '@/server/services/connection/call-now'
import { discoverInput, discoverOperations } from '@/server/services/connection/discover'
import { getConnection, getConnectionInput } from '@/server/services/connection/get'
import { layAnew, layAnewInput } from '@/server/services/connection/lay-anew'
import { connectionLedger, connectionLedgerInput } from '@/server/services/connection/ledger'
import { listConnections } from '@/server/services/connection/list'
import {
  decideNextSecret,
  decideNextSecretInput,
  putNextSecret,
  putNextSecretInput,
} from '@/server/services/connection/next-secret'
import { putOperations, putOperationsInput } from '@/server/services/connection/put-operations'
import { readApi, readApiInput } from '@/server/services/connection/read-api'
import {
  removeOperation,
  removeOperationInput,
  setOperation,
  setOperationInput,
} from '@/server/services/connection/set-operation'
import { putConnection, putConnectionInput } from '@/server/services/connection/put'
import { removeConnection, removeConnectionInput } from '@/server/services/connection/remove'
import { resetConnection, resetConnectionInput } from '@/server/services/connection/reset'
import { procedure, router } from './init'

export const connectionsRouter = router({
  list: procedure('connection.read').query(({ ctx }) => listConnections(ctx)),
  put: procedure('connection.edit')
    .input(putConnectionInput)
    .mutation(({ ctx, input }) => putConnection(ctx, input)),
  reset: procedure('connection.edit')
    .input(resetConnectionInput)
    .mutation(({ ctx, input }) => resetConnection(ctx, input)),
  layAnew: procedure('connection.edit')
    .input(layAnewInput)
    .mutation(({ ctx, input }) => layAnew(ctx, input)),
  remove: procedure('connection.edit')
    .input(removeConnectionInput)
    .mutation(({ ctx, input }) => removeConnection(ctx, input)),
  callNow: procedure('connection.edit')
    .input(callNowInput)
    .mutation(({ ctx, input }) => callNow(ctx, input)),
  discover: procedure('connection.edit')
    .input(discoverInput)
    .mutation(({ ctx, input }) => discoverOperations(ctx, input)),
  approveOperation: procedure('connection.edit')
    .input(approveOperationInput)
    .mutation(({ ctx, input }) => approveOperation(ctx, input)),
  setOperation: procedure('connection.edit')
    .input(setOperationInput)
    .mutation(({ ctx, input }) => setOperation(ctx, input)),
  removeOperation: procedure('connection.edit')
    .input(removeOperationInput)
    .mutation(({ ctx, input }) => removeOperation(ctx, input)),
  putOperations: procedure('connection.edit')
    .input(putOperationsInput)
    .mutation(({ ctx, input }) => putOperations(ctx, input)),
  readApi: procedure('connection.edit')
    .input(readApiInput)
    .mutation(({ ctx, input }) => readApi(ctx, input)),
  putNextSecret: procedure('connection.edit')
    .input(putNextSecretInput)
    .mutation(({ ctx, input }) => putNextSecret(ctx, input)),
  decideNextSecret: procedure('connection.edit')
    .input(decideNextSecretInput)
    .mutation(({ ctx, input }) => decideNextSecret(ctx, input)),
  get: procedure('connection.read')
    .input(getConnectionInput)
    .query(({ ctx, input }) => getConnection(ctx, input)),
  ledger: procedure('connection.read')
    .input(connectionLedgerInput)
    .query(({ ctx, input }) => connectionLedger(ctx, input)),
})

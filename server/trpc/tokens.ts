import { ROUTED_PERMISSIONS } from '@/server/rest/routed-permissions'
import { createToken, createTokenInput } from '@/server/services/token/create'
import { listTokens } from '@/server/services/token/list'
import { offeredPermissions } from '@/server/services/token/offered'
import { revokeToken, revokeTokenInput } from '@/server/services/token/revoke'
import { procedure, router } from './init'

export const tokensRouter = router({
  list: procedure('token.edit').query(({ ctx }) => listTokens(ctx)),
  offered: procedure('token.edit').query(({ ctx }) => offeredPermissions(ctx, ROUTED_PERMISSIONS)),
  create: procedure('token.edit')
    .input(createTokenInput)
    .mutation(({ ctx, input }) => createToken(ctx, input)),
  revoke: procedure('token.edit')
    .input(revokeTokenInput)
    .mutation(({ ctx, input }) => revokeToken(ctx, input)),
})

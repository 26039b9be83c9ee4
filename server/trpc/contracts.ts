import { z } from 'zod'
import { contractNameSchema } from '@/domain/contract/contract'
import { listContracts } from '@/server/services/contract/list'
import { findContractUses } from '@/server/services/contract/uses'
import { procedure, router } from './init'

export const contractsRouter = router({
  list: procedure('team.read').query(({ ctx }) => listContracts(ctx)),
  uses: procedure('team.read')
    .input(z.object({ name: contractNameSchema }))
    .query(({ ctx, input }) => findContractUses(ctx, input)),
})

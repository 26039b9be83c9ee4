import { listContracts } from '@/server/services/contract/list'
import { procedure, router } from './init'

export const contractsRouter = router({
  list: procedure('team.read').query(({ ctx }) => listContracts(ctx)),
})

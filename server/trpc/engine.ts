import { readEngine } from '@/server/services/engine/read'
import { procedure, router } from './init'

export const engineRouter = router({
  get: procedure('engine.read').query(({ ctx }) => readEngine(ctx)),
})

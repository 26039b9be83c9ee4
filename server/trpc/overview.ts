import { readOverview } from '@/server/services/overview/read'
import { search, searchInput } from '@/server/services/overview/search'
import { procedure, router } from './init'

export const overviewRouter = router({
  get: procedure('workspace.read').query(({ ctx }) => readOverview(ctx)),
  search: procedure('workspace.read')
    .input(searchInput)
    .query(({ ctx, input }) => search(ctx, input)),
})

import { readSession } from '@/server/services/session/read'
import { updateWorkspace, updateWorkspaceInput } from '@/server/services/workspace/update'
import { procedure, router } from './init'

export const sessionRouter = router({
  get: procedure('signed-in').query(({ ctx }) => readSession(ctx)),
  updateWorkspace: procedure('member.edit')
    .input(updateWorkspaceInput)
    .mutation(({ ctx, input }) => updateWorkspace(ctx, input)),
})

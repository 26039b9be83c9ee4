import { z } from 'zod'
import { listGroups } from '@/server/services/group/list'
import { setGroupMembers, setGroupMembersInput } from '@/server/services/group/members'
import { putGroup, putGroupInput } from '@/server/services/group/put'
import { removeGroup } from '@/server/services/group/remove'
import { procedure, router } from './init'

export const groupsRouter = router({
  list: procedure('member.read').query(({ ctx }) => listGroups(ctx)),
  put: procedure('member.edit')
    .input(putGroupInput)
    .mutation(({ ctx, input }) => putGroup(ctx, input)),
  setMembers: procedure('member.edit')
    .input(setGroupMembersInput)
    .mutation(({ ctx, input }) => setGroupMembers(ctx, input)),
  remove: procedure('member.edit')
    .input(z.object({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => removeGroup(ctx, input)),
})

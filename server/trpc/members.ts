import { createMember, createMemberInput } from '@/server/services/member/create'
import { disableInput, disableMember } from '@/server/services/member/disable'
import { listMembers } from '@/server/services/member/list'
import { setClearanceInput, setMemberClearance } from '@/server/services/member/set-clearance'
import { setMemberRoles, setRolesInput } from '@/server/services/member/set-roles'
import { procedure, router } from './init'

export const membersRouter = router({
  list: procedure('member.read').query(({ ctx }) => listMembers(ctx)),
  create: procedure('member.edit')
    .input(createMemberInput)
    .mutation(({ ctx, input }) => createMember(ctx, input)),
  setRoles: procedure('member.edit')
    .input(setRolesInput)
    .mutation(({ ctx, input }) => setMemberRoles(ctx, input)),
  setClearance: procedure('member.edit')
    .input(setClearanceInput)
    .mutation(({ ctx, input }) => setMemberClearance(ctx, input)),
  disable: procedure('member.edit')
    .input(disableInput)
    .mutation(({ ctx, input }) => disableMember(ctx, input)),
})

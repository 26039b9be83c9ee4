import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { newId } from '@/server/db/id'
import { setGroupMembers } from '../group/members'
import { putGroup } from '../group/put'
import { removeGroup } from '../group/remove'
import { disableMember } from '../member/disable'
import { setMemberClearance } from '../member/set-clearance'
import { setMemberRoles } from '../member/set-roles'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'

let two: TwoWorkspaces
beforeAll(async () => void (two = await startTwoWorkspaces()))
afterAll(() => two.close())

/** A workspace with two admins, one of them in a group, whose policies forbid to be changed by anybody `unless`. */
async function workspace(unless: (keeper: string) => string) {
  const other = await two.asB()
  const workspaceId = other.workspace?.id ?? ''
  const { prisma } = two.db
  const keeper = newId('usr')
  await prisma.user.create({
    data: {
      ...{ id: keeper, name: 'Kay Keeper', email: `${keeper}@example.test` },
      memberships: {
        create: { workspaceId, roles: ['admin'], clearance: 'restricted', categories: ['pii'] },
      },
    },
  })
  const group = { name: 'Menders', roles: [], clearance: 'public' as const, categories: [], claims: [] }
  const { id: groupId } = await putGroup(other, group)
  await setGroupMembers(other, { id: groupId, members: [keeper] })
  const text = `forbid (principal, action in [Baton::Action::"policy.edit", Baton::Action::"policy.publish"], resource)
    unless { ${unless(keeper)} };`
  const policies = [...DEFAULT_POLICIES, { id: 'kept', title: 'Kept to few.', text }]
  const actor = { kind: 'system', id: 'test', name: 'test' }
  await prisma.policyVersion.create({
    data: {
      ...{ id: newId('pol'), workspaceId, number: 1, digest: 'd', note: '', status: 'current', policies },
      ...{ editors: [], proposedBy: actor },
    },
  })
  return { other, keeper, group: { ...group, id: groupId } }
}
const why = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => `${(error as { code?: string }).code}: ${(error as Error).message}`,
  )
const REFUSED = /^conflict: .*another admin may edit and publish/

describe('the last admin who may mend the policies', () => {
  it('is neither kept out nor made something else', async () => {
    const { other, keeper } = await workspace((id) => `principal == Baton::Person::"${id}"`)
    expect(await why(disableMember(other, { id: keeper, disabled: true }))).toMatch(REFUSED)
    expect(await why(setMemberRoles(other, { id: keeper, roles: ['auditor'] }))).toMatch(REFUSED)
    expect(await why(setMemberRoles(other, { id: keeper, roles: ['admin', 'auditor'] }))).toBe('done')
    expect(await two.db.prisma.membership.findFirst({ where: { userId: keeper } })).toMatchObject({
      disabledAt: null,
      roles: ['admin', 'auditor'],
    })
  })

  it('keeps the clearance that the policies ask for', async () => {
    const asks = 'principal is Baton::Person && principal.clearance >= 3 && principal.categories == ["pii"]'
    const { other, keeper } = await workspace(() => asks)
    const clear = (clearance: 'internal' | 'restricted') =>
      why(setMemberClearance(other, { id: keeper, clearance, categories: ['pii'] }))
    expect(await clear('internal')).toMatch(REFUSED)
    expect(await clear('restricted')).toBe('done')
  })

  it('stays in the group that the policies name, and the group stays', async () => {
    const { other, keeper, group } = await workspace(() => 'principal in Baton::Group::"Menders"')
    expect(await why(setGroupMembers(other, { id: group.id, members: [] }))).toMatch(REFUSED)
    expect(await why(removeGroup(other, { id: group.id }))).toMatch(REFUSED)
    expect(await why(putGroup(other, { ...group, name: 'Others' }))).toMatch(REFUSED)
    const id = other.actor.kind === 'person' ? other.actor.id : ''
    expect(await why(setGroupMembers(other, { id: group.id, members: [id] }))).toBe('done')
    expect(await why(disableMember(other, { id: keeper, disabled: true }))).toBe('done')
  })

  it('does not keep the others from being changed, nor anybody where it is too late', async () => {
    const { other, keeper } = await workspace(() => 'false')
    expect(await why(disableMember(other, { id: keeper, disabled: true }))).toBe('done')
  })
})

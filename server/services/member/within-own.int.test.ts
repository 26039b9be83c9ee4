import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { Role } from '@/domain/policy/permission'
import { newId } from '@/server/db/id'
import type { Context } from '../context'
import { setGroupMembers } from '../group/members'
import { putGroup } from '../group/put'
import { removeGroup } from '../group/remove'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { contextFromToken } from '../token/context'
import { createToken } from '../token/create'
import { createMember } from './create'
import { disableMember } from './disable'
import { setMemberClearance } from './set-clearance'
import { setMemberRoles } from './set-roles'

let two: TwoWorkspaces
beforeAll(async () => void (two = await startTwoWorkspaces()))
afterAll(() => two.close())

/** Somebody of their own roles who was given the permission to edit members, and that alone. */
async function keeper(roles: Role[] = ['operator']): Promise<{ id: string; ctx: Context }> {
  const id = newId('usr')
  const memberships = { create: { workspaceId: two.a, roles, clearance: 'internal', categories: ['pii'] } }
  await two.db.prisma.user.create({ data: { id, name: 'Kim', email: `${id}@example.test`, memberships } })
  const grants = [{ id: 'del', permission: 'member.edit', by: 'delegation' }] as const
  return { id, ctx: { ...two.asA(roles, id), grants } }
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; problems?: { pointer: string }[] }) =>
      `${error.code} ${error.problems?.[0]?.pointer}`,
  )
const person = (roles: Role[], more: object = {}) => ({
  ...{ email: `${newId('usr')}@example.test`, name: 'New', roles },
  ...more,
})
const group = (part: object = {}) => ({
  ...{ name: newId('grp'), roles: [] as Role[], clearance: 'public' as const, categories: [], claims: [] },
  ...part,
})

describe('who may edit members and is no admin', () => {
  it('makes nobody more than they are, themselves neither', async () => {
    const { id, ctx } = await keeper()
    expect(await codeOf(setMemberRoles(ctx, { id, roles: ['operator', 'admin'] }))).toBe('forbidden /roles')
    expect(await codeOf(createMember(ctx, person(['admin'])))).toBe('forbidden /roles')
    const low = { clearance: 'internal' as const, categories: [] }
    expect(await codeOf(createMember(ctx, person(['operator'])))).toBe('forbidden /clearance')
    expect(await codeOf(createMember(ctx, person(['operator'], low)))).toBe('done')
    const cleared = (clearance: 'internal' | 'restricted', categories: 'legal'[] = []) =>
      codeOf(setMemberClearance(ctx, { id, clearance, categories }))
    expect(await cleared('restricted')).toBe('forbidden /clearance')
    expect(await cleared('internal', ['legal'])).toBe('forbidden /categories')
    expect(await cleared('internal')).toBe('done')
  })

  it('leaves others what an admin gave them', async () => {
    const { ctx } = await keeper()
    const { id } = await keeper(['auditor', 'operator'])
    expect(await codeOf(setMemberRoles(ctx, { id, roles: ['auditor'] }))).toBe('done')
    expect(await codeOf(setMemberRoles(ctx, { id, roles: ['operator', 'auditor'] }))).toBe('done')
  })

  it('gives it by no group either', async () => {
    const { id, ctx } = await keeper()
    expect(await codeOf(putGroup(ctx, group({ roles: ['admin'] })))).toBe('forbidden /roles')
    const admin = two.asA(['admin'])
    const admins = group({ roles: ['admin'] })
    const made = await putGroup(admin, admins)
    expect(await codeOf(setGroupMembers(ctx, { id: made.id, members: [id] }))).toBe('forbidden /roles')
    const mapped = { ...admins, ...made, claims: ['everybody'] }
    expect(await codeOf(putGroup(ctx, mapped))).toBe('forbidden /roles')
    expect(await codeOf(putGroup(ctx, { ...admins, ...made, name: newId('grp') }))).toBe('done')
    expect(await codeOf(putGroup(admin, mapped))).toBe('done')
    expect(await codeOf(setGroupMembers(ctx, { id: made.id, members: [] }))).toBe('done')
  })

  it('lets nobody in again who may more', async () => {
    const [{ ctx }, { id }] = [await keeper(), await keeper(['admin'])]
    const set = (by: Context, disabled: boolean) => codeOf(disableMember(by, { id, disabled }))
    expect(await set(two.asA(['admin']), true)).toBe('done')
    expect(await set(ctx, false)).toBe('forbidden /roles')
    expect(await set(two.asA(['admin']), false)).toBe('done')
    const admin = two.asA(['admin'])
    const [{ id: by }, groups] = [await keeper(), await putGroup(admin, group({ roles: ['admin'] }))]
    await setGroupMembers(admin, { id: groups.id, members: [by] })
    expect(await codeOf(disableMember(admin, { id: by, disabled: true }))).toBe('done')
    expect(await codeOf(disableMember(ctx, { id: by, disabled: false }))).toBe('forbidden /roles')
  })

  it('puts nobody into, or out of, a group of which the policies speak', async () => {
    const { id, ctx } = await keeper()
    const { prisma } = two.db
    const admin = two.asA(['admin'])
    const desk = group({ name: 'Night desk' })
    const { id: made } = await putGroup(ctx, desk)
    expect(await codeOf(setGroupMembers(ctx, { id: made, members: [id] }))).toBe('done')
    const text =
      'forbid (principal in Baton::Group::"Night desk", action == Baton::Action::"review.decide", resource);'
    const policies = [...DEFAULT_POLICIES, { id: 'night', title: 'Not at night', text }]
    await prisma.policyVersion.create({
      data: {
        ...{ id: newId('pol'), workspaceId: two.a, number: 1, status: 'current', policies },
        ...{ digest: 'x', editors: [], proposedBy: {} },
      },
    })
    const refused = 'forbidden /name'
    expect(await codeOf(setGroupMembers(ctx, { id: made, members: [] }))).toBe(refused)
    expect(await codeOf(putGroup(ctx, { ...desk, id: made, name: 'Desk by night' }))).toBe(refused)
    expect(await codeOf(putGroup(ctx, { ...desk, id: made, claims: ['night'] }))).toBe(refused)
    expect(await codeOf(removeGroup(ctx, { id: made }))).toBe(refused)
    expect(await codeOf(putGroup(ctx, { ...desk, id: made }))).toBe('done')
    const { id: other } = await putGroup(ctx, group())
    expect(await codeOf(putGroup(ctx, { ...group({ name: 'Day desk' }), id: other }))).toBe('done')
    expect(await codeOf(setGroupMembers(admin, { id: made, members: [] }))).toBe('done')
    expect(await codeOf(removeGroup(admin, { id: made }))).toBe('done')
    expect(await codeOf(putGroup(ctx, desk))).toBe(refused)
  })

  it('is a token of an admin, too, that was made for that alone', async () => {
    const admin = two.asA(['admin'])
    const tokenFor = async (part: object) => {
      const { token } = await createToken(admin, { name: 'keeps', roles: ['admin'], ...part })
      return contextFromToken(two.db, token)
    }
    const narrow = await tokenFor({ permissions: ['member.edit'] })
    expect(await codeOf(createMember(narrow, person(['admin'])))).toBe('forbidden /roles')
    expect(await codeOf(createMember(await tokenFor({}), person(['admin'])))).toBe('done')
  })
})

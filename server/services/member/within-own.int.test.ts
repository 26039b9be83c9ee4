import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '@/domain/policy/permission'
import { newId } from '@/server/db/id'
import type { Context } from '../context'
import { setGroupMembers } from '../group/members'
import { putGroup } from '../group/put'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { contextFromToken } from '../token/context'
import { createToken } from '../token/create'
import { createMember } from './create'
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

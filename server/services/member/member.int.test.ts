import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { system } from '@/domain/actor'
import type { Role } from '@/domain/policy/permission'
import { keptOut } from '@/server/auth/kept-out'
import { verifyPassword } from '@/server/auth/password'
import { signInWithPassword } from '@/server/auth/sign-in'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { authorize, type Context } from '@/server/services/context'
import { contextFromToken } from '@/server/services/token/context'
import { createToken } from '@/server/services/token/create'
import { listTokens } from '@/server/services/token/list'
import { revokeToken } from '@/server/services/token/revoke'
import { createMember } from './create'
import { disableMember } from './disable'
import { listMembers } from './list'
import { setMemberRoles } from './set-roles'

let database: TestDatabase
let db: Db
const workspace = { id: 'ws_1', slug: 'one', name: 'One', timeZone: 'UTC' }

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 5)
  for (const id of ['ws_1', 'ws_2'])
    await db.prisma.workspace.create({ data: { id, slug: id.replace('_', ''), name: id } })
  await db.prisma.user.create({
    data: {
      id: 'usr_a',
      email: 'admin@example.org',
      name: 'Ada',
      memberships: { create: { workspaceId: 'ws_1', roles: ['admin'] } },
    },
  })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const as = (roles: Role[], id = 'usr_a', where = workspace): Context => ({
  db,
  actor: { kind: 'person', id, name: 'Ada' },
  workspace: where,
  roles,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('members', () => {
  it('get a generated password once, which works', async () => {
    const { id, password } = await createMember(as(['admin']), {
      email: 'new@example.org',
      name: 'Nia',
      roles: ['reviewer'],
    })
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id } })
    expect(await verifyPassword(user.passwordHash, password ?? '')).toBe(true)
    expect(await listMembers(as(['auditor']))).toMatchObject([
      { name: 'Ada' },
      { name: 'Nia', roles: ['reviewer'] },
    ])
    const leaf = await db.prisma.recordEntry.findFirstOrThrow({ where: { kind: 'member.added' } })
    expect(Buffer.from(leaf.body).toString()).not.toMatch(/Nia|new@example/)
  })

  it('are not added twice; one of another workspace keeps their password', async () => {
    const input = { email: 'new@example.org', name: 'Nia', roles: ['reviewer' as const] }
    await expect(createMember(as(['admin']), input)).rejects.toMatchObject({
      code: 'conflict',
      problems: [{ pointer: '/email' }],
    })
    const other = as(['admin'], 'usr_x', { ...workspace, id: 'ws_2' })
    expect(await createMember(other, input)).toMatchObject({ password: null })
  })

  it('are changed by admins of their workspace only', async () => {
    const change = { id: 'usr_a', roles: ['operator' as const] }
    for (const roles of [['operator'], ['reviewer'], ['auditor'], []] as Role[][])
      expect(await codeOf(setMemberRoles(as(roles), change))).toBe('forbidden')
    const elsewhere = as(['admin'], 'usr_x', { ...workspace, id: 'ws_2' })
    expect(await codeOf(setMemberRoles(elsewhere, change))).toBe('not_found')
    expect(await codeOf(disableMember(elsewhere, { id: 'usr_a', disabled: true }))).toBe('not_found')
  })

  it('are kept out of the workspace whose admin says so, and of no other', async () => {
    const elsewhere = as(['admin'], 'usr_x', { ...workspace, id: 'ws_2' })
    await createMember(elsewhere, { email: 'boss@example.org', name: 'Bob', roles: ['admin'] })
    const taken = { email: 'admin@example.org', name: 'Mine now', roles: ['auditor' as const] }
    expect(await createMember(elsewhere, taken)).toEqual({ id: 'usr_a', password: null })
    expect(await codeOf(disableMember(elsewhere, { id: 'usr_a', disabled: true }))).toBe('done')
    expect((await listMembers(elsewhere)).find(({ id }) => id === 'usr_a')?.disabledAt).not.toBeNull()
    expect((await listMembers(as(['admin']))).find(({ id }) => id === 'usr_a')?.disabledAt).toBeNull()
    const account = await db.prisma.user.findUniqueOrThrow({
      where: { id: 'usr_a' },
      include: { memberships: true },
    })
    expect([account.disabledAt, account.name, keptOut(account)]).toEqual([null, 'Ada', false])
    expect(await codeOf(disableMember(elsewhere, { id: 'usr_a', disabled: true }))).toBe('not_found')
    expect(await codeOf(disableMember(elsewhere, { id: 'usr_a', disabled: false }))).toBe('done')
  })

  it('who belong to no other workspace are not let in at all', async () => {
    const email = 'leaves@example.org'
    const { id, password } = await createMember(as(['admin']), { email, name: 'Lea', roles: ['auditor'] })
    const signIn = () =>
      codeOf(signInWithPassword(db, { email, password: password ?? '', address: '192.0.2.9' }))
    expect(await signIn()).toBe('done')
    await disableMember(as(['admin']), { id, disabled: true })
    expect(await signIn()).toBeUndefined()
    expect(await codeOf(disableMember(as(['admin']), { id, disabled: true }))).toBe('not_found')
    await disableMember(as(['admin']), { id, disabled: false })
    expect(await signIn()).toBe('done')
  })

  it('never leave a workspace without an admin, nor disable themselves', async () => {
    expect(await codeOf(setMemberRoles(as(['admin']), { id: 'usr_a', roles: ['operator'] }))).toBe('conflict')
    expect(await codeOf(disableMember(as(['admin']), { id: 'usr_a', disabled: true }))).toBe('conflict')
    expect(await codeOf(disableMember(as(['admin'], 'usr_x'), { id: 'usr_a', disabled: true }))).toBe(
      'conflict',
    )
    expect((await db.prisma.user.findUniqueOrThrow({ where: { id: 'usr_a' } })).disabledAt).toBeNull()
  })

  it('two admins who take the role from each other at once do not both succeed', async () => {
    const { id } = await createMember(as(['admin']), { email: 'b@example.org', name: 'Bo', roles: ['admin'] })
    const results = await Promise.all([
      codeOf(setMemberRoles(as(['admin']), { id, roles: ['operator'] })),
      codeOf(setMemberRoles(as(['admin'], id), { id: 'usr_a', roles: ['operator'] })),
    ])
    expect(results.sort()).toEqual(['conflict', 'done'])
    const admins = await db.prisma.membership.count({
      where: { workspaceId: 'ws_1', roles: { has: 'admin' } },
    })
    expect(admins).toBe(1)
  })
})

describe('tokens', () => {
  beforeAll(() =>
    db.prisma.membership.updateMany({
      where: { workspaceId: 'ws_1', userId: 'usr_a' },
      data: { roles: ['admin', 'operator'] },
    }),
  )

  it('hold no role their maker lacks', async () => {
    const input = { name: 'import', roles: ['operator' as const] }
    expect(await codeOf(createToken(as(['admin']), input))).toBe('forbidden')
    expect(await codeOf(createToken(as(['operator']), input))).toBe('forbidden')
  })

  it('name the caller until they are revoked, and are kept as a digest only', async () => {
    const { id, token } = await createToken(as(['admin', 'operator']), {
      name: 'import',
      roles: ['operator'],
    })
    expect(token).toMatch(/^bt_[\w-]{43}$/)
    const kept = await db.prisma.apiToken.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(kept)).not.toContain(token)
    expect(await contextFromToken(db, token)).toMatchObject({
      actor: { kind: 'token', id, name: 'import' },
      workspace: { id: 'ws_1' },
      roles: ['operator'],
    })
    await revokeToken(as(['admin']), { id })
    expect(await codeOf(contextFromToken(db, token))).toBe('unauthenticated')
    expect(await codeOf(revokeToken(as(['admin']), { id }))).toBe('not_found')
    expect(await listTokens(as(['admin']))).toMatchObject([{ id, createdBy: 'Ada' }])
  })

  it('may no more than the person behind them still may, through tokens of tokens too', async () => {
    const { id } = await createMember(as(['admin']), {
      email: 'maker@example.org',
      name: 'Mo',
      roles: ['admin', 'operator'],
    })
    const input = { name: 'nightly', roles: ['admin' as const, 'operator' as const] }
    const { token } = await createToken(as(['admin', 'operator'], id), input)
    const { token: second } = await createToken(await contextFromToken(db, token), input)
    const rolesNow = async () => [
      (await contextFromToken(db, token)).roles,
      (await contextFromToken(db, second)).roles,
    ]
    expect(await rolesNow()).toEqual([
      ['operator', 'admin'],
      ['operator', 'admin'],
    ])
    await setMemberRoles(as(['admin']), { id, roles: ['operator', 'auditor'] })
    expect(await rolesNow()).toEqual([['operator'], ['operator']])
    await disableMember(as(['admin']), { id, disabled: true })
    expect(await rolesNow()).toEqual([[], []])
    expect(await codeOf(listTokens(await contextFromToken(db, token)))).toBe('forbidden')
    await disableMember(as(['admin']), { id, disabled: false })
    expect(await rolesNow()).toEqual([['operator'], ['operator']])
    await db.prisma.user.update({ where: { id }, data: { disabledAt: new Date() } })
    expect(await rolesNow()).toEqual([[], []])
  })

  describe('with a scope', () => {
    const roles = ['admin' as const, 'operator' as const]
    const maker = () => as(['admin', 'operator'])

    it('may that alone, and only as far as their roles give it', async () => {
      const input = { name: 'reads', roles, permissions: ['run.read' as const, 'token.edit' as const] }
      const { id, token } = await createToken(maker(), input)
      const ctx = await contextFromToken(db, token)
      expect(await codeOf(authorize(ctx, 'run.read'))).toBe('done')
      await expect(authorize(ctx, 'run.start')).rejects.toThrow(/this token was not made for/)
      expect((await listTokens(maker())).find((one) => one.id === id)?.permissions).toEqual([
        'run.read',
        'token.edit',
      ])
      const idle = { ...input, roles: ['operator' as const], permissions: ['budget.edit' as const] }
      expect(await codeOf(createToken(maker(), idle))).toBe('invalid')
    })

    it('make none beyond themselves: not in scope, not in time', async () => {
      const permissions = ['run.read' as const, 'token.edit' as const]
      const { id, token } = await createToken(maker(), { name: 'makes', roles, permissions, days: 2 })
      const ctx = await contextFromToken(db, token)
      const make = (more: object) => createToken(ctx, { name: 'made', roles, ...more })
      expect(await codeOf(make({ permissions: ['run.start'] }))).toBe('forbidden')
      const whole = await make({})
      expect((await contextFromToken(db, whole.token)).only).toEqual(permissions)
      const ends = async (one: { id: string }) =>
        (await db.prisma.apiToken.findUniqueOrThrow({ where: { id: one.id } })).expiresAt?.getTime()
      expect(await ends(whole)).toBe(await ends({ id }))
      expect(await ends(await make({ days: 3650 }))).toBe(await ends({ id }))
      expect((await ends(await make({ days: 1 }))) ?? 0).toBeLessThan((await ends({ id })) ?? 0)
    })

    it('made by another end with it, and theirs with them', async () => {
      const { id, token } = await createToken(maker(), { name: 'first', roles })
      const second = await createToken(await contextFromToken(db, token), { name: 'second', roles })
      const third = await createToken(await contextFromToken(db, second.token), { name: 'third', roles })
      const other = await createToken(maker(), { name: 'other', roles })
      await revokeToken(maker(), { id })
      for (const gone of [token, second.token, third.token])
        expect(await codeOf(contextFromToken(db, gone))).toBe('unauthenticated')
      expect(await codeOf(contextFromToken(db, other.token))).toBe('done')
    })
  })

  it('made at the command line keep their roles', async () => {
    const ctx: Context = { db, actor: system('cli'), workspace, roles: ['admin'] }
    const { token } = await createToken(ctx, { name: 'cron', roles: ['operator'] })
    expect((await contextFromToken(db, token)).roles).toEqual(['operator'])
  })

  it('end when they were said to', async () => {
    const { id, token } = await createToken(as(['admin']), { name: 'short', roles: ['admin'], days: 1 })
    await db.prisma.apiToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await codeOf(contextFromToken(db, token))).toBe('unauthenticated')
  })

  it('that are none are nobody', async () => {
    for (const wrong of ['', 'bt_', 'bt_x', 'Bearer x'])
      expect(await codeOf(contextFromToken(db, wrong))).toBe('unauthenticated')
  })
})

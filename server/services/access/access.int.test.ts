import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { PERMISSION_NAMES, permits, ROLES, type Role } from '@/domain/policy/permission'
import { grantsOf } from '@/server/auth/grants'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { authorize, type Context } from '@/server/services/context'
import { readSession } from '@/server/services/session/read'
import { endAccess, takeAccess } from './take'
import { listTakenAccess } from './list'

let database: TestDatabase
let db: Db
const workspace = { id: 'ws_1', slug: 'one', name: 'One', timeZone: 'UTC' }

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
})

beforeEach(async () => {
  // A process of its own each time, so that nothing is kept of the policies before.
  db = openDb(database.appUrl, 5)
  await db.prisma.policyVersion.deleteMany()
  await db.prisma.breakGlass.deleteMany()
  await db.prisma.workspace.upsert({ where: { id: 'ws_1' }, create: workspace, update: {} })
  for (const id of ['usr_a', 'usr_b'])
    await db.prisma.user.upsert({
      where: { id },
      create: {
        ...{ id, email: `${id}@example.org`, name: id },
        memberships: { create: { workspaceId: 'ws_1', roles: ['admin'] } },
      },
      update: {},
    })
  return () => db.close()
})

/** As a request would come in now. */
const as = async (roles: Role[], id = 'usr_a'): Promise<Context> => ({
  db,
  actor: { kind: 'person', id, name: id },
  workspace,
  roles,
  grants: await grantsOf(db, { workspaceId: 'ws_1', userId: id }),
})
const token = (roles: Role[]): Context => ({
  db,
  actor: { kind: 'token', id: 'tok_1', name: 'import' },
  workspace,
  roles,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const lastOf = async (kind: string) => {
  const row = await db.prisma.recordEntry.findFirst({ where: { kind }, orderBy: { id: 'desc' } })
  return row && (JSON.parse(Buffer.from(row.body).toString()) as { data: Record<string, unknown> }).data
}
const reason = 'The operator is away and the run must start'

async function governedBy(policies: PolicySet) {
  const { digest, id } = { digest: 'sha256:x', id: 'pol_1' }
  const by = { kind: 'person', id: 'usr_a', name: 'A' }
  await db.prisma.policyVersion.create({
    data: {
      id,
      workspaceId: 'ws_1',
      number: 1,
      digest,
      policies,
      status: 'current',
      editors: [],
      proposedBy: by,
    },
  })
}
const forbid = (principal: string, action: string): PolicySet => [
  ...DEFAULT_POLICIES,
  {
    id: 'not-this',
    title: 'Not this.',
    text: `forbid (${principal}, action == Baton::Action::"${action}", resource);`,
  },
]

describe('a permission taken for a while', () => {
  it('is the admin’s for that long, on the record with what is done by it, and ends by itself', async () => {
    expect(await codeOf(authorize(await as(['admin']), 'run.start'))).toBe('forbidden')
    const { id, endsAt } = await takeAccess(await as(['admin']), {
      permission: 'run.start',
      minutes: 10,
      reason,
    })
    expect(Math.abs(endsAt.getTime() - Date.now() - 600_000)).toBeLessThan(5000)
    expect(await lastOf('access.taken')).toMatchObject({ permission: 'run.start', minutes: 10, access: id })
    expect(JSON.stringify(await lastOf('access.taken'))).not.toContain('operator')
    const { may } = await authorize(await as(['admin']), 'run.start')
    expect(await lastOf('access.used')).toEqual({ permission: 'run.start', access: id })
    expect([may('run.start'), may('team.edit')]).toEqual([true, false])

    await db.prisma.breakGlass.update({ where: { id }, data: { endsAt: new Date(Date.now() - 1) } })
    expect(await codeOf(authorize(await as(['admin']), 'run.start'))).toBe('forbidden')
    expect(await codeOf(endAccess(await as(['admin']), { id }))).toBe('not_found')
    expect((await listTakenAccess(await as(['admin']))).map((taken) => taken.id)).toEqual([id])
  })

  it('is before the eyes of every admin while it lasts, and of nobody else; any admin may end it', async () => {
    const { id } = await takeAccess(await as(['admin']), { permission: 'run.start', minutes: 10, reason })
    expect((await readSession(await as(['admin'], 'usr_b'))).taken).toMatchObject([
      { id, reason, name: 'usr_a' },
    ])
    expect((await readSession(await as(['operator'], 'usr_b'))).taken).toEqual([])
    await endAccess(await as(['admin'], 'usr_b'), { id })
    expect(await codeOf(authorize(await as(['admin']), 'run.start'))).toBe('forbidden')
    expect((await readSession(await as(['admin']))).taken).toEqual([])
    expect(await lastOf('access.returned')).toMatchObject({ access: id, of: 'usr_a' })
  })

  it('is nobody’s but an admin’s, of a person, of what they have not, and goes with the role', async () => {
    const input = { permission: 'run.start', minutes: 10, reason } as const
    for (const roles of [['operator'], ['reviewer'], ['auditor'], []] as Role[][])
      expect(await codeOf(takeAccess(await as(roles), input))).toBe('forbidden')
    expect(await codeOf(takeAccess(token(['admin']), input))).toBe('forbidden')
    expect(await codeOf(takeAccess(await as(['admin']), { ...input, permission: 'budget.edit' }))).toBe(
      'conflict',
    )
  })

  it('is not longer than four hours, whoever writes the row', async () => {
    const endsAt = new Date(Date.now() + 5 * 3_600_000)
    const data = {
      id: 'brk_x',
      workspaceId: 'ws_1',
      userId: 'usr_a',
      permission: 'run.start',
      reason,
      endsAt,
    }
    await expect(db.prisma.breakGlass.create({ data })).rejects.toThrow()
  })
})

describe('policies of the workspace', () => {
  it('that are the default ones say of every permission what the table says', async () => {
    await governedBy(DEFAULT_POLICIES)
    for (const role of ROLES) {
      const { may } = await authorize(await as([role]), 'workspace.read')
      const byToken = await authorize(token([role]), 'workspace.read')
      for (const permission of PERMISSION_NAMES)
        expect([permission, may(permission), byToken.may(permission)]).toEqual([
          permission,
          permits([role], permission),
          permits([role], permission),
        ])
    }
  })

  it('forbid a person what their role would give, and the record says which policy', async () => {
    await governedBy(forbid('principal == Baton::Person::"usr_a"', 'budget.edit'))
    await expect(authorize(await as(['admin']), 'budget.edit')).rejects.toThrow(/the policy not-this forbids/)
    expect(await lastOf('access.refused')).toMatchObject({
      permission: 'budget.edit',
      denial: { policies: ['not-this'] },
    })
    expect(await codeOf(authorize(await as(['admin'], 'usr_b'), 'budget.edit'))).toBe('done')
    expect((await readSession(await as(['admin']))).may).not.toContain('budget.edit')
  })

  it('forbid tokens what people may', async () => {
    await governedBy(forbid('principal is Baton::Token', 'run.start'))
    expect(await codeOf(authorize(token(['operator']), 'run.start'))).toBe('forbidden')
    expect(await codeOf(authorize(await as(['operator']), 'run.start'))).toBe('done')
  })

  it('give by group what no role gives', async () => {
    await governedBy([
      ...DEFAULT_POLICIES,
      {
        id: 'desk',
        title: 'The desk starts runs.',
        text: 'permit (principal in Baton::Group::"Desk", action == Baton::Action::"run.start", resource);',
      },
    ])
    expect(await codeOf(authorize(await as(['auditor'], 'usr_b'), 'run.start'))).toBe('forbidden')
    await db.prisma.peopleGroup.create({
      data: {
        ...{ id: 'grp_d', workspaceId: 'ws_1', name: 'Desk', roles: [], categories: [], claims: [] },
        members: { create: { userId: 'usr_b', workspaceId: 'ws_1' } },
      },
    })
    expect(await codeOf(authorize(await as(['auditor'], 'usr_b'), 'run.start'))).toBe('done')
  })

  it('say no to what they do not permit; a permission taken stands in for that, not against one that forbids', async () => {
    const admins = DEFAULT_POLICIES.filter(({ id }) => id === 'people.admin')
    await governedBy([...admins, ...forbid('principal', 'team.edit').slice(-1)])
    await expect(authorize(await as(['operator']), 'run.start')).rejects.toThrow(/your roles do not give/)
    expect(await lastOf('access.refused')).toMatchObject({ denial: { policies: [] } })
    for (const permission of ['run.start', 'team.edit'] as const)
      await takeAccess(await as(['admin']), { permission, minutes: 10, reason })
    expect(await codeOf(authorize(await as(['admin']), 'run.start'))).toBe('done')
    expect(await codeOf(authorize(await as(['admin']), 'team.edit'))).toBe('forbidden')
  })

  it('do not widen a token’s scope', async () => {
    await governedBy(DEFAULT_POLICIES)
    const scoped: Context = { ...token(['operator']), only: ['run.read'] }
    expect(await codeOf(authorize(scoped, 'run.read'))).toBe('done')
    expect(await codeOf(authorize(scoped, 'run.start'))).toBe('forbidden')
  })
})

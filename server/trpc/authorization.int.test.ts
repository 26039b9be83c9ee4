import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOBODY } from '@/domain/actor'
import { PERMISSIONS, ROLES, type Permission, type Role } from '@/domain/policy/permission'
import { resumeAgent } from '@/server/services/agent/resume'
import type { Context } from '@/server/services/context'
import { namesOf } from '@/server/services/testing/holdings'
import { resumeTeam } from '@/server/services/team/resume'
import { AGENT, MARK, TEAM } from '@/server/services/testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { resumeWorkspace } from '@/server/services/workspace/resume'
import { allProcedures, call } from './testing/call'
import { SAMPLES } from './testing/samples'

const procedures = allProcedures()
const guarded = procedures.filter(
  (each): each is (typeof procedures)[number] & { requires: Permission } => each.requires in PERMISSIONS,
)
const granting = (permission: Permission): readonly Role[] => PERMISSIONS[permission]
const withholding = (permission: Permission) => ROLES.filter((role) => !granting(permission).includes(role))

let two: TwoWorkspaces
beforeAll(async () => {
  two = await startTwoWorkspaces()
  await two.waiting()
  await two.sequence()
})
afterAll(() => two.close())

/** What the call before left stopped works again: the inputs are made by runs. */
const sampleOf = async (path: string): Promise<unknown> => {
  const [admin, where] = [two.asA(['admin']), { stoppedAt: { not: null } }]
  if (await two.db.prisma.agent.count({ where: { ...where, slug: AGENT, workspaceId: two.a } }))
    await resumeAgent(admin, { slug: AGENT })
  if (await two.db.prisma.team.count({ where: { ...where, id: two.team.id } }))
    await resumeTeam(admin, { slug: TEAM, reason: '' })
  if (await two.db.prisma.workspace.count({ where: { ...where, id: two.a } }))
    await resumeWorkspace(admin, { reason: '' })
  return SAMPLES[path]?.(two)
}

/** The permission that the newest refusal on a workspace's record names; and how many refusals there are. */
async function refusals(workspaceId: string): Promise<{ count: number; last: unknown }> {
  const rows = await two.db.prisma.recordEntry.findMany({
    where: { workspaceId, kind: 'access.refused' },
    orderBy: { id: 'asc' },
  })
  const last = rows.at(-1)
  return { count: rows.length, last: last && (JSON.parse(Buffer.from(last.body).toString()) as unknown) }
}

describe('every procedure', () => {
  it('has an input here by which it is called', () => {
    expect(procedures.map(({ path }) => path).sort()).toEqual(Object.keys(SAMPLES).sort())
    expect(procedures.length).toBeGreaterThan(40)
  })

  it('names what it requires; what asks for no permission is known by name', () => {
    expect(procedures.filter((each) => !guarded.includes(each as never))).toEqual([
      { path: 'session.get', type: 'query', requires: 'signed-in' },
    ])
  })
})

describe.each(procedures)('$path', (procedure) => {
  const { path } = procedure

  it('is refused to nobody', async () => {
    const nobody: Context = { db: two.db, actor: NOBODY, roles: [] }
    expect((await call(procedure, nobody, await sampleOf(path))).code).toBe('UNAUTHORIZED')
    // Nor does it help to claim roles, or to name a workspace.
    const claiming: Context = { ...two.asA(ROLES), actor: NOBODY }
    expect((await call(procedure, claiming, await sampleOf(path))).code).toBe('UNAUTHORIZED')
  })

  it('gives a member of another workspace nothing of this one, and changes nothing in it', async () => {
    const [input, other] = [await sampleOf(path), await two.asB()]
    await two.sequence()
    const before = await two.held()
    const { code, says, answer } = await call(procedure, other, input)
    expect(await two.held()).toEqual(before)
    expect(code).toMatch(/^(OK|NOT_FOUND|FORBIDDEN|UNPROCESSABLE_CONTENT|CONFLICT)$/)
    // What was asked may be said back; nothing else of this workspace is.
    const asked =
      JSON.stringify(input, (_key, value: unknown) => (typeof value === 'bigint' ? '' : value)) ?? ''
    for (const word of [MARK, ...(await namesOf(two.admin, two.a))])
      if (!asked.includes(word)) expect(`${says} ${answer}`).not.toContain(word)
  })
})

describe.each(guarded)('$path ($requires)', (procedure) => {
  const { path, requires } = procedure

  it.each([
    ['every role that does not grant it', withholding(requires)],
    ['no role', []],
  ])('is refused to a member with %s, on the record, before anything else', async (_who, roles) => {
    const input = await sampleOf(path)
    const before = await refusals(two.a)
    expect((await call(procedure, two.asA(roles), input)).code).toBe('FORBIDDEN')
    const after = await refusals(two.a)
    expect(after.count).toBe(before.count + 1)
    // The service asks for exactly what the procedure declares.
    expect(after.last).toMatchObject({
      actor: { kind: 'person', id: two.people.admin },
      data: { permission: requires, roles },
    })
  })

  it('is refused to who belongs to no workspace', async () => {
    const { workspace: _none, ...stranger } = two.asA(ROLES)
    expect((await call(procedure, stranger, await sampleOf(path))).code).toBe('FORBIDDEN')
  })

  it.each(ROLES.map((role) => ({ role, may: granting(requires).includes(role) })))(
    'role $role: $may',
    async ({ role, may }) => {
      const { code, says } = await call(procedure, two.asA([role]), await sampleOf(path))
      expect(`${code} ${says}`).toMatch(may ? /^OK / : /^FORBIDDEN /)
    },
  )
})

describe('what one procedure asks beyond what it declares', () => {
  const decide = { path: 'reviews.decide', type: 'mutation' } as const
  const raise = async () => {
    const { review, digest, enough } = await two.blocked()
    return { id: review, verdict: { decision: 'raise', digest, capMicros: enough } }
  }

  it('raising a budget is the admin’s, not the reviewer’s', async () => {
    for (const role of ROLES) {
      const { code } = await call(decide, two.asA([role]), await raise())
      expect([role, code]).toEqual([role, role === 'admin' ? 'OK' : 'FORBIDDEN'])
      if (role !== 'admin')
        expect((await refusals(two.a)).last).toMatchObject({ data: { permission: 'budget.edit' } })
    }
  })

  it('other verdicts on a budget review are the reviewer’s, not the admin’s', async () => {
    for (const role of ROLES) {
      const { review, digest } = await two.blocked()
      const verdict = { decision: 'reject', digest, reason: 'too dear' }
      const { code } = await call(decide, two.asA([role]), { id: review, verdict })
      expect([role, code]).toEqual([role, role === 'reviewer' ? 'OK' : 'FORBIDDEN'])
    }
  })

  it('a member of another workspace raises nothing', async () => {
    const [input, other] = [await raise(), await two.asB()]
    const before = await two.held()
    expect((await call(decide, other, input)).code).toBe('NOT_FOUND')
    expect(await two.held()).toEqual(before)
  })

  it('a file with agents needs the right to edit them too', async () => {
    const { requires } = guarded.find(({ path }) => path === 'teams.import') ?? {}
    expect(requires).toBe('team.edit')
    expect(granting('team.edit').every((role) => granting('agent.edit').includes(role))).toBe(true)
  })

  it('a token holds no role its maker lacks', async () => {
    const create = { path: 'tokens.create', type: 'mutation' } as const
    const { code } = await call(create, two.asA(['admin']), { name: 'x', roles: ['reviewer'] })
    expect(code).toBe('FORBIDDEN')
  })

  it('a token has no session to read', async () => {
    const token: Context = { ...two.asA(ROLES), actor: { kind: 'token', id: 'tok_x', name: 'x' } }
    expect((await call({ path: 'session.get', type: 'query' }, token, undefined)).code).toBe('UNAUTHORIZED')
  })
})

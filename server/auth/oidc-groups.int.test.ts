import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/server/db/client'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { presentRoles } from './present-roles'
import { Browser } from './testing/browser'
import { consoleServer, type ConsoleServer } from './testing/console-server'
import { openIdProvider, type OpenIdProvider } from './testing/openid-provider'
import { inOneWorkspace } from './testing/people'
import { signInByOidc } from './testing/visit'
import { webDb } from './web-db'

let baton: ConsoleServer
let provider: OpenIdProvider
let db: Db

beforeAll(async () => {
  baton = await consoleServer()
  provider = await openIdProvider({ redirectUris: [`${baton.url}/api/auth/callback/oidc`] })
  await baton.restart(settings())
  db = webDb()
  await inOneWorkspace(db, [
    { id: 'usr_a', email: 'ada@example.org', roles: ['auditor'] },
    { id: 'usr_out', email: 'out@example.org', disabledAt: new Date() },
    { id: 'usr_p', email: 'practice@example.org', practice: true },
  ])
  await db.prisma.workspace.create({ data: { id: 'ws_2', slug: 'two', name: 'Two' } })
  const group = { clearance: 'public', categories: [] }
  await db.prisma.peopleGroup.createMany({
    data: [
      {
        ...group,
        id: 'grp_ops',
        workspaceId: 'ws_1',
        name: 'Ops',
        roles: ['operator'],
        claims: ['it-ops', 'it-all'],
      },
      { ...group, id: 'grp_hand', workspaceId: 'ws_1', name: 'By hand', roles: ['reviewer'], claims: [] },
      {
        ...group,
        id: 'grp_two',
        workspaceId: 'ws_2',
        name: 'Claims',
        roles: ['reviewer'],
        claims: ['claims'],
      },
    ],
  })
})

beforeEach(async () => {
  await db.prisma.rateLimit.deleteMany()
})

afterAll(async () => {
  await provider.close()
  await baton.close()
})

const settings = (more: Record<string, string> = {}) => ({
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: provider.clientId,
  OIDC_CLIENT_SECRET: provider.clientSecret,
  OIDC_SCOPE: 'openid email profile groups',
  OIDC_GROUPS_CLAIM: 'groups',
  ...more,
})

async function come(email: string, groups?: unknown) {
  provider.person = {
    email,
    email_verified: true,
    name: 'Nia New',
    ...(groups === undefined ? {} : { groups }),
  }
  const browser = new Browser()
  const page = await signInByOidc(browser, baton.url)
  const ctx = await contextFromSession(db, new Headers(), browser.cookies(baton.url))
  return { page, ctx }
}

const groupsOf = async (userId: string) =>
  (await db.prisma.groupMember.findMany({ where: { userId }, orderBy: { groupId: 'asc' } })).map(
    ({ groupId }) => groupId,
  )

const lastGrouping = async () => {
  const row = await db.prisma.recordEntry.findFirst({
    where: { kind: 'member.grouped' },
    orderBy: { id: 'desc' },
  })
  return row && (JSON.parse(Buffer.from(row.body).toString()) as { workspace: string; data: unknown })
}

describe('groups of the identity provider', () => {
  it('are asked for by their scope, and give what the groups here give', async () => {
    const { ctx } = await come('ada@example.org', ['it-ops', 'somewhere-else'])
    expect(provider.asked.at(-1)?.get('scope')).toBe('openid email profile groups')
    expect(ctx.roles).toEqual(['operator', 'auditor'])
    expect(await lastGrouping()).toMatchObject({
      workspace: 'ws_1',
      data: { member: 'usr_a', joined: ['grp_ops'], left: [] },
    })
  })

  it('are left when the provider no longer says them; what was done by hand stays', async () => {
    await db.prisma.groupMember.create({
      data: { groupId: 'grp_hand', userId: 'usr_a', workspaceId: 'ws_1' },
    })
    expect((await come('ada@example.org', 'it-all')).ctx.roles).toEqual(['operator', 'reviewer', 'auditor'])
    expect((await come('ada@example.org', [])).ctx.roles).toEqual(['reviewer', 'auditor'])
    expect(await groupsOf('usr_a')).toEqual(['grp_hand'])
  })

  it.each([
    ['nothing', undefined],
    ['a reference to where too many stand', { src1: 'elsewhere' }],
    ['something else among them', ['it-ops', 7]],
    ['a name that no column would hold', ['x'.repeat(300)]],
  ])('give nothing when the provider says %s', async (_what, groups) => {
    await come('ada@example.org', ['it-ops'])
    expect(await groupsOf('usr_a')).toContain('grp_ops')
    expect((await come('ada@example.org', groups)).ctx.actor.id).toBe('usr_a')
    expect(await groupsOf('usr_a')).not.toContain('grp_ops')
  })

  it('make a known person a member of a group’s workspace, with nothing besides', async () => {
    await come('ada@example.org', ['claims'])
    const where = { workspaceId_userId: { workspaceId: 'ws_2', userId: 'usr_a' } }
    expect(await db.prisma.membership.findUnique({ where })).toMatchObject({
      ...{ roles: [], clearance: 'public', categories: [] },
    })
    expect(await presentRoles(db, 'ws_2', 'usr_a')).toEqual(['reviewer'])
    await come('ada@example.org', [])
    expect(await presentRoles(db, 'ws_2', 'usr_a')).toEqual([])
  })

  it('do not let in whom an admin keeps out', async () => {
    const { page, ctx } = await come('out@example.org', ['it-ops'])
    expect([page.pathname, ctx.actor.kind]).toEqual(['/sign-in', 'nobody'])
    expect(await groupsOf('usr_out')).toEqual([])
  })

  it('count for nothing where no claim is named', async () => {
    await come('ada@example.org', ['it-ops'])
    const { OIDC_GROUPS_CLAIM: _none, ...without } = settings()
    await baton.restart(without)
    expect((await come('ada@example.org', ['it-ops'])).ctx.roles).not.toContain('operator')
    await baton.restart(settings())
  })
})

describe('who has no account', () => {
  it('is not let in by a group alone: the domains must be named', async () => {
    const { page, ctx } = await come('new@example.org', ['it-ops'])
    expect([page.pathname, ctx.actor.kind]).toEqual(['/sign-in', 'nobody'])
    expect(await db.prisma.user.count({ where: { email: 'new@example.org' } })).toBe(0)
  })

  it('gets one by a group, within the domains', async () => {
    await baton.restart(settings({ OIDC_ALLOWED_DOMAINS: 'example.org, example.net' }))
    const { ctx } = await come('new@example.org', ['it-ops'])
    expect([ctx.actor.name, ctx.roles]).toEqual(['Nia New', ['operator']])
    expect((await come('new@example.org', ['it-ops'])).ctx.actor.id).toBe(ctx.actor.id)
    expect((await come('new@example.org', [])).ctx.roles).toEqual([])
  })

  it.each([
    ['without a group that belongs here', 'other@example.org', ['unknown']],
    ['without any group', 'other@example.org', undefined],
    ['of another domain', 'other@elsewhere.test', ['it-ops']],
    ['of a domain that only ends alike', 'other@notexample.org', ['it-ops']],
    ['with the address of a practice account', 'practice@example.org', ['it-ops']],
  ])('is refused %s, in the same words', async (_who, email, groups) => {
    const { page, ctx } = await come(email, groups)
    expect(ctx.actor.kind).toBe('nobody')
    expect(page.search).toBe('?error=AccessDenied')
    expect(await db.prisma.user.count({ where: { email: { startsWith: 'other@' } } })).toBe(0)
  })

  it('and who has one of another domain is not let in either', async () => {
    await db.prisma.user.create({ data: { id: 'usr_x', email: 'x@elsewhere.test', name: 'X' } })
    await db.prisma.membership.create({ data: { workspaceId: 'ws_1', userId: 'usr_x', roles: ['admin'] } })
    expect((await come('x@elsewhere.test', ['it-ops'])).ctx.actor.kind).toBe('nobody')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMISSION_NAMES, PERMISSIONS, ROLES, type Role } from '@/domain/policy/permission'
import { namesOf } from '@/server/services/testing/holdings'
import { MARK, quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { keptCase } from '@/server/trpc/testing/bench-samples'
import { lonelyVersion, newProposal, olderVersion } from '@/server/trpc/testing/publishing-samples'
import { routes } from './routes'
import { expectProblem, startRestBench, type RestBench, type Sent } from './testing/rest-bench'

let bench: RestBench
beforeAll(async () => {
  bench = await startRestBench()
})
afterAll(() => bench.close())

let made = 0

/** For every route a request that is in order and names rows of workspace A: what stands for `{…}`, and the rest. */
const SAMPLES: Record<string, () => Promise<{ path: string } & Sent>> = {
  'GET /teams': async () => ({ path: '/teams' }),
  'GET /teams/{slug}': async () => ({ path: `/teams/${TEAM}` }),
  'PUT /teams/{slug}': async () => ({
    path: `/teams/${TEAM}`,
    body: { document: { ...quillonTeam(), goal: `Goal ${++made}` } },
  }),
  'POST /teams/{slug}/publish': async () => {
    const { draft } = await bench.db.prisma.team.findUniqueOrThrow({ where: { id: bench.team.id } })
    const changed = { ...(draft as object), goal: `Published ${++made}` }
    await bench.db.prisma.team.update({ where: { id: bench.team.id }, data: { draft: changed } })
    return { path: `/teams/${TEAM}/publish`, body: { note: 'a test' } }
  },
  'GET /runs': async () => ({ path: `/runs?team=${TEAM}&text=${MARK}` }),
  'POST /runs': async () => ({ path: '/runs', body: { team: TEAM, input: { deal_id: 'D-1' } } }),
  'POST /events': async () => ({
    path: '/events',
    body: { event: 'order.shipped', key: `K-${++made}`, data: {} },
  }),
  'GET /runs/{id}': async () => ({ path: `/runs/${(await bench.waiting()).run}` }),
  'POST /runs/{id}/restart': async () => ({
    path: `/runs/${(await bench.waiting()).run}/restart`,
    body: { from: 'start' },
  }),
  'POST /runs/{id}/cancel': async () => ({
    path: `/runs/${(await bench.waiting()).run}/cancel`,
    body: { reason: 'a test' },
  }),
  'GET /reviews': async () => ({ path: '/reviews' }),
  'GET /reviews/{id}': async () => ({ path: `/reviews/${(await bench.waiting()).review}` }),
  'POST /reviews/{id}/verdict': async () => {
    const { review, digest } = await bench.waiting()
    return { path: `/reviews/${review}/verdict`, body: { decision: 'reject', digest, reason: 'a test' } }
  },
  'GET /teams/{slug}/cases': async () => ({ path: `/teams/${TEAM}/cases` }),
  'PUT /teams/{slug}/cases/{name}': async () => ({
    path: `/teams/${TEAM}/cases/${encodeURIComponent(`New case ${++made}`)}`,
    body: { kind: 'normal', input: { deal_id: 'D-1' }, expect: { ends: 'waits' } },
  }),
  'DELETE /teams/{slug}/cases/{name}': async () => ({
    path: `/teams/${TEAM}/cases/${encodeURIComponent(await keptCase(bench))}`,
  }),
  'GET /teams/{slug}/cases/{name}/results': async () => ({
    path: `/teams/${TEAM}/cases/${encodeURIComponent(await keptCase(bench))}/results`,
  }),
  'POST /teams/{slug}/test': async () => ({
    path: `/teams/${TEAM}/test`,
    body: { cases: [await keptCase(bench)] },
  }),
  'GET /teams/{slug}/proposals': async () => ({ path: `/teams/${TEAM}/proposals` }),
  'POST /proposals/{id}/decision': async () => {
    const { id, digest } = await newProposal(bench)
    return { path: `/proposals/${id}/decision`, body: { digest, decision: 'decline', reason: 'a test' } }
  },
  'POST /teams/{slug}/agreement': async () => ({
    path: `/teams/${TEAM}/agreement`,
    body: await lonelyVersion(bench),
  }),
  'POST /teams/{slug}/promote': async () => ({
    path: `/teams/${TEAM}/promote`,
    body: { number: await olderVersion(bench), environment: 'production' },
  }),
  'GET /costs': async () => ({ path: '/costs?from=2020-01-01&to=2030-01-01' }),
}

const named = routes.map(({ method, path, requires, status }) => ({
  name: `${method} ${path}`,
  method,
  requires: requires,
  granting: PERMISSIONS[requires] as readonly Role[],
  status,
}))

const sample = async (name: string) => {
  const made = await SAMPLES[name]?.()
  if (!made) throw new Error(`There is no sample for ${name}`)
  return made
}

async function lastRefusal(): Promise<unknown> {
  const row = await bench.db.prisma.recordEntry.findFirst({
    where: { workspaceId: bench.a, kind: 'access.refused' },
    orderBy: { id: 'desc' },
  })
  return row && (JSON.parse(Buffer.from(row.body).toString()) as unknown)
}

it('has a request here for every route', () => {
  expect(named.map(({ name }) => name).sort()).toEqual(Object.keys(SAMPLES).sort())
})

describe.each(named)('$name ($requires)', ({ name, method, requires, granting, status }) => {
  it('is refused without a token that holds', async () => {
    const { path, ...sent } = await sample(name)
    const before = await bench.held()
    const past = new Date(Date.now() - 1000)
    const [expired, revoked] = [
      await bench.token(ROLES, { expiresAt: past }),
      await bench.token(ROLES, { revokedAt: past }),
    ]
    const kept = await bench.held()
    for (const token of [undefined, 'bt_unknown', 'x', `${expired}x`, expired, revoked]) {
      const answer = await bench.send(method, path, { ...sent, ...(token ? { token } : {}) })
      expectProblem(answer, 401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    for (const authorization of ['Bearer', 'Bearer ', 'Basic YTpi', `Token ${expired}`, 'Bearer a b'])
      expectProblem(await bench.send(method, path, { ...sent, headers: { authorization } }), 401)
    // Nor does a cookie do, or a token elsewhere.
    const token = await bench.token(ROLES)
    const query = path.includes('?') ? '&' : '?'
    const elsewhere = await bench.send(method, `${path}${query}access_token=${token}`, {
      ...sent,
      headers: { cookie: `next-auth.session-token=${token}`, 'x-api-key': token },
    })
    expectProblem(elsewhere, 401)
    expect({ ...kept, api_token: '' }).toEqual({ ...before, api_token: '' })
    expect({ ...(await bench.held()), api_token: '' }).toEqual({ ...before, api_token: '' })
  })

  it.each([
    [
      'all roles that do not grant it',
      (granted: readonly Role[]) => ROLES.filter((role) => !granted.includes(role)),
    ],
    ['no role', (): Role[] => []],
  ])('is refused to a token with %s, on the record', async (_which, of) => {
    const { path, ...sent } = await sample(name)
    const roles = of(granting)
    expectProblem(await bench.send(method, path, { ...sent, token: await bench.token(roles) }), 403)
    expect(await lastRefusal()).toMatchObject({
      actor: { kind: 'token' },
      data: { permission: requires, roles },
    })
  })

  it('is refused to a token whose scope leaves it out, whatever its roles', async () => {
    const { path, ...sent } = await sample(name)
    const scope = (permissions: string[]) => bench.token(ROLES, { scoped: true, permissions })
    const others = PERMISSION_NAMES.filter((permission) => permission !== requires)
    expectProblem(await bench.send(method, path, { ...sent, token: await scope(others) }), 403)
    expectProblem(await bench.send(method, path, { ...sent, token: await scope([]) }), 403)
    expect(await lastRefusal()).toMatchObject({
      actor: { kind: 'token' },
      data: { permission: requires, denial: { narrowed: true } },
    })
    expect((await bench.send(method, path, { ...sent, token: await scope([requires]) })).status).toBe(status)
  })

  it('gives a token of another workspace nothing, and changes nothing', async () => {
    const { path, ...sent } = await sample(name)
    const other = await bench.asB()
    const token = await bench.token(ROLES, { workspaceId: other.workspace?.id ?? '' })
    const before = await bench.held()
    const answer = await bench.send(method, path, {
      ...sent,
      token,
      headers: { 'x-baton-workspace': MARK, cookie: `baton-workspace=${MARK}` },
    })
    expect(await bench.held()).toEqual(before)
    // An event needs nothing of A: it is kept for the runs of B.
    expect(name === 'POST /events' ? [201] : [200, 404]).toContain(answer.status)
    const words = [MARK, ...(await namesOf(bench.admin, bench.a))].filter(
      (word) => !`${path} ${JSON.stringify(sent)}`.includes(word),
    )
    for (const word of words) expect(JSON.stringify(answer.body)).not.toContain(word)
  })

  it.each(ROLES)('role %s: as the table of permissions says', async (role) => {
    const { path, ...sent } = await sample(name)
    const answer = await bench.send(method, path, { ...sent, token: await bench.token([role]) })
    if (!granting.includes(role)) return void expectProblem(answer, 403)
    expect(answer).toMatchObject({ status, type: 'application/json' })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

it('a token ends with its revocation, and notes when it was last used', async () => {
  const token = await bench.token(['auditor'])
  expect((await bench.send('GET', '/teams', { token })).status).toBe(200)
  const row = await bench.db.prisma.apiToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  expect(row.lastUsedAt).not.toBeNull()
  expect(row.hash).not.toContain(token)
  await bench.db.prisma.apiToken.update({ where: { id: row.id }, data: { revokedAt: new Date() } })
  expectProblem(await bench.send('GET', '/teams', { token }), 401)
})

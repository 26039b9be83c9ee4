import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOBODY } from '@/domain/actor'
import { ROLES } from '@/domain/policy/permission'
import { openDb } from '@/server/db/client'
import { inDatabase } from '@/server/db/url'
import type { Context } from '@/server/services/context'
import { AGENT, quillonAgent, quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { handleTrpc } from './handle'

let two: TwoWorkspaces
beforeAll(async () => {
  two = await startTwoWorkspaces()
})
afterAll(() => two.close())

const BASE = 'http://127.0.0.1:3000/api/trpc'
type Headers = Record<string, string>

async function post(path: string, body: unknown, headers: Headers = {}, ctx: Context = two.asA(ROLES)) {
  const text = typeof body === 'string' ? body : JSON.stringify(superjson.serialize(body))
  const request = new Request(`${BASE}/${path}`, {
    method: 'POST',
    body: text,
    headers: {
      host: '127.0.0.1:3000',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    },
  })
  const response = await handleTrpc(request, async () => ctx)
  return { status: response.status, text: await response.text() }
}
const stop = (headers: Headers) => post('agents.stop', { slug: AGENT, reason: 'x' }, headers)
const stopped = async () =>
  (await two.db.prisma.agent.findFirstOrThrow({ where: { slug: AGENT } })).stoppedAt !== null

describe('a request of another page', () => {
  it.each<[string, Headers]>([
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4000' }],
    ['of a browser that says no more than its origin', { origin: 'http://127.0.0.1:4000' }],
    ['of a sandboxed frame', { origin: 'null' }],
    ['that claims our origin', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' }],
  ])('%s: 403, and nothing happens', async (_what, headers) => {
    expect((await stop(headers)).status).toBe(403)
    expect(await stopped()).toBe(false)
  })

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])(
    'that a form could send (%s): 415',
    async (type) => {
      expect((await stop({ 'content-type': type })).status).toBe(415)
      expect(await stopped()).toBe(false)
    },
  )

  it('changes nothing by GET', async () => {
    const input = encodeURIComponent(JSON.stringify(superjson.serialize({ slug: AGENT, reason: 'x' })))
    const request = new Request(`${BASE}/agents.stop?input=${input}`)
    expect((await handleTrpc(request, async () => two.asA(ROLES))).status).toBe(405)
    expect(await stopped()).toBe(false)
  })

  it.each<[string, Headers]>([
    ['the console itself', { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }],
    ['an older browser', { origin: 'http://127.0.0.1:3000' }],
    ['behind a proxy', { origin: 'https://baton.example', 'x-forwarded-host': 'baton.example' }],
    ['no browser', {}],
  ])('is not what comes from %s', async (_what, headers) => {
    expect((await stop(headers)).status).toBe(200)
    expect((await post('agents.resume', { slug: AGENT })).status).toBe(200)
  })
})

describe('a body', () => {
  const nobody = (): Context => ({ db: two.db, actor: NOBODY, roles: [] })

  it('that is too large, or does not say how large it is, is not read', async () => {
    const claims = { 'content-length': String(9 * 1024 * 1024) }
    expect((await post('teams.put', {}, claims, nobody())).status).toBe(413)
    const endless = new ReadableStream({ pull: () => Promise.reject(new Error('was read')) })
    const request = new Request(`${BASE}/teams.put`, {
      method: 'POST',
      body: endless,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    } as RequestInit)
    expect((await handleTrpc(request, async () => nobody())).status).toBe(411)
  })

  it('of somebody who is not signed in is taken apart only when it is small', async () => {
    const large = { yaml: 'x'.repeat(40_000) }
    expect((await post('teams.import', large, {}, nobody())).status).toBe(413)
    expect((await post('teams.import', { yaml: 'x' }, {}, nobody())).status).toBe(401)
    expect((await post('teams.import', large)).status).toBe(422)
  })

  it.each(['9', '-9', '0x9', ' 9'])(
    'with an integer longer than any amount (%s…) is refused unread',
    async (begins) => {
      const body = { json: { yaml: begins + '9'.repeat(1_000_000) }, meta: { values: { yaml: ['bigint'] } } }
      const { status, text } = await post('teams.import', JSON.stringify(body))
      expect([status, text]).toEqual([400, expect.stringContaining('too long')])
    },
  )

  it('with more calls than the console makes at once is refused', async () => {
    const many = Array.from({ length: 21 }, () => 'agents.list').join(',')
    expect((await post(`${many}?batch=1`, '{}')).status).toBe(400)
  })

  it('nested without end, or with what cannot be stored: refused in words, and the server stays', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const put = await post('teams.put', `{"json":{"slug":"${TEAM}","document":${deep}}}`)
    expect([400, 422]).toContain(put.status)
    const started = await post('runs.start', {
      team: TEAM,
      input: { deal_id: 1n, at: new Date(), set: new Set([1]) },
    })
    expect([started.status, started.text]).toEqual([422, expect.stringContaining('not a JSON value')])
    const text = await post('runs.start', { team: TEAM, input: { deal_id: '\u0000' } })
    expect([text.status, text.text]).toEqual([422, expect.stringContaining('U+0000')])
    const find = await post('members.setRoles', { id: '\u0000', roles: ['admin'] })
    expect(find.status).toBe(422)
    expect((await post('agents.resume', { slug: 'nobody-here' })).status).toBe(404)
  })

  it.each(['__proto__', 'constructor', 'prototype'])(
    'cannot reach the prototype of objects by %s',
    async (name) => {
      const own = `{"json":{"slug":"${TEAM}","document":{"${name}":{"polluted":true}}}}`
      const by = `{"json":{"slug":"${TEAM}","document":{"a":"1"}},"meta":{"values":{"document.${name}.polluted":["bigint"],"${name}.polluted":["Date"]}}}`
      for (const body of [own, by]) expect((await post('teams.put', body)).status).toBeGreaterThanOrEqual(400)
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    },
  )
})

describe('what no column can hold', () => {
  it.each<[string, string, unknown]>([
    ['GET', 'costs.summary', { by: 'agent', from: '0000-01-01', to: '2026-01-01' }],
    ['GET', 'runs.list', { since: new Date(Date.UTC(-271_821, 4)) }],
    ['GET', 'runs.list', { minMicros: 10n ** 29n }],
    ['GET', 'teams.version', { slug: TEAM, number: 2 ** 53 - 1 }],
    ['POST', 'agents.put', { agent: quillonAgent(), revision: 9e15 }],
  ])('%s %s is refused, not a fault', async (method, path, input) => {
    if (method === 'POST') return expect((await post(path, input)).status).toBe(400)
    const asked = encodeURIComponent(JSON.stringify(superjson.serialize(input)))
    const request = new Request(`${BASE}/${path}?input=${asked}`)
    expect((await handleTrpc(request, async () => two.asA(ROLES))).status).toBe(400)
  })

  it('is refused within a document, with the place', async () => {
    const document = { ...quillonTeam(), contracts: [{ schema: { maximum: 1e20 } }] }
    const agent = { ...quillonAgent(), tools: [{ parameters: { maximum: 1e20 } }] }
    for (const [path, input, place] of [
      ['teams.create', { name: 'X', document }, '/contracts/0/schema/maximum'],
      ['agents.put', { agent }, '/tools/0/parameters/maximum'],
    ] as const) {
      const { status, text } = await post(path, input)
      expect([status, text]).toEqual([422, expect.stringContaining(place)])
      expect(text).toContain('write it as text')
    }
  })
})

it('what breaks inside says nothing of the inside', async () => {
  // A database that has none of Baton's tables.
  const db = openDb(inDatabase(String(two.db.pool.options.connectionString), 'postgres'), 1)
  const broken: Context = { ...two.asA(ROLES), db }
  const { status, text } = await post('teams.put', { slug: TEAM, document: quillonTeam() }, {}, broken)
  expect([status, text]).toEqual([500, expect.stringContaining('It is in the log')])
  expect(text).not.toMatch(/prisma|nowhere|secret|stack|\.ts/i)
  await db.close()
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/server/db/client'
import { inDatabase } from '@/server/db/url'
import { quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { handleRest } from './handle'
import { expectProblem, startRestBench, type RestBench } from './testing/rest-bench'

let bench: RestBench
let token: string
beforeAll(async () => {
  bench = await startRestBench()
  token = await bench.token(['operator', 'reviewer', 'admin'])
})
afterAll(() => bench.close())

describe('a body', () => {
  const send = (raw: BodyInit, headers = {}) => bench.send('POST', '/runs', { token, raw, headers })

  it.each(['{', 'null x', '{"team":}', "{'team':1}", '\u0000', '<team/>', 'team=x&input=y'])(
    'that is no JSON (%j): 422',
    async (raw) => {
      expect(expectProblem(await send(raw), 422)).toMatchObject({
        detail: expect.stringContaining('not JSON') as string,
        errors: [{ pointer: '', expected: 'JSON' }],
      })
    },
  )

  it.each(['null', '[]', '1', '"text"', 'true'])('that is JSON but no object (%s): 422', async (raw) => {
    expectProblem(await send(raw), 422)
  })

  it('that is no UTF-8: 422', async () => {
    expectProblem(await send(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])), 422)
  })

  it('that is larger than 2 MiB: 422, and no further than that is read', async () => {
    const raw = JSON.stringify({ team: TEAM, input: { deal_id: 'x'.repeat(2 * 1024 * 1024) } })
    expect(expectProblem(await send(raw), 422).detail).toContain('2 MiB')
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
    const request = new Request(`${bench.origin}/api/v1/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect((await handleRest(bench.db, request, ['runs'])).status).toBe(422)
    expect(sent).toBeLessThan(4 * 1024 * 1024)
  })

  it('is not read for who may not send it', async () => {
    expectProblem(await bench.send('POST', '/runs', { raw: '{' }), 401)
  })
})

describe('a number that is not kept exactly', () => {
  it('in an input: 422, with the place', async () => {
    const answer = await bench.send('POST', '/runs', { token, body: { team: TEAM, input: { a: [1e16] } } })
    expect(expectProblem(answer, 422).errors).toMatchObject([
      { pointer: '/input/a/0', message: expect.stringContaining('write it as text') as string },
    ])
  })

  it('in a document, drawn or in a contract: 422, with the place', async () => {
    const document = quillonTeam()
    const [contract] = document.contracts
    const far = { ...document, layout: { ...document.layout, positions: { intake: { x: 1e17, y: 0 } } } }
    const most = { ...document, contracts: [{ ...contract, schema: { maximum: 2 ** 63 } }] }
    for (const [given, pointer] of [
      [far, '/document/layout/positions/intake/x'],
      [most, '/document/contracts/0/schema/maximum'],
    ] as const) {
      const answer = await bench.send('PUT', `/teams/${TEAM}`, { token, body: { document: given } })
      expect(expectProblem(answer, 422).errors).toMatchObject([{ pointer }])
    }
  })
})

describe('an address', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/ghosts'],
    ['GET', '/teams/a/b/c'],
    ['POST', '/openapi.yaml'],
    ['GET', '/runs//cancel'],
    ['GET', '/teams/%2F..%2Fruns'],
  ])('%s %s that is not there: 404', async (method, path) => {
    expectProblem(await bench.send(method, path, { token }), 404)
  })

  it.each([
    ['POST', '/teams', 'GET'],
    ['DELETE', `/teams/${TEAM}`, 'GET, PUT'],
    ['PATCH', '/runs', 'GET, POST'],
    ['GET', '/runs/x/cancel', 'POST'],
  ])('%s %s, of another method: 405, with those it has', async (method, path, allow) => {
    const answer = await bench.send(method, path, { token })
    expectProblem(answer, 405)
    expect(answer.headers.get('allow')).toBe(allow)
  })

  it('with a parameter that is no value of it: 422 or 404, never more', async () => {
    for (const path of ['/runs/%00', '/reviews/a%00b', '/teams/%00', '/runs?text=%00', '/costs?by=__proto__'])
      expectProblem(await bench.send('GET', path, { token }), 422)
    for (const path of [
      '/runs/__proto__',
      '/reviews/constructor',
      "/runs/'%20or%20'1'='1",
      `/runs/${'x'.repeat(5000)}`,
    ])
      expectProblem(await bench.send('GET', path, { token }), 404)
  })
})

describe('what is asked for', () => {
  it.each([
    'from=0000-01-01&to=2026-01-01',
    'from=2026-01-01&to=9999-12-31',
    'from=2026-02-02&to=2026-02-01',
  ])('in days that are none (%s): 422', async (days) => {
    expectProblem(await bench.send('GET', `/costs?${days}`, { token }), 422)
  })

  it('under a blank key: 422, and no run', async () => {
    const headers = { 'idempotency-key': ' ' }
    const body = { team: TEAM, input: { deal_id: 'D-9' } }
    expectProblem(await bench.send('POST', '/runs', { token, body, headers }), 422)
  })

  it('of a team that is not there: 404', async () => {
    expectProblem(await bench.send('GET', '/runs?team=unknown', { token }), 404)
  })

  it('by a name that is too long comes back in part', async () => {
    const long = 'x'.repeat(5000)
    for (const path of [
      `/runs/${long}`,
      `/teams/${long}`,
      `/reviews/${long}`,
      `/${long}`,
      `/runs?cursor=${long}`,
    ]) {
      const { detail = '' } = expectProblem(await bench.send('GET', path, { token }), 404)
      expect(detail.length).toBeLessThan(200)
    }
  })
})

describe('the description', () => {
  it('is there for everybody, and names where it was asked for', async () => {
    const { status, type, body } = await bench.send('GET', '/openapi.json')
    expect([status, type, body]).toMatchObject([
      200,
      'application/json',
      { openapi: '3.1.0', servers: [{ url: `${bench.origin}/api/v1` }] },
    ])
  })
})

it('what breaks inside says nothing of the inside: 500', async () => {
  // A database that has none of Baton's tables.
  const broken = openDb(inDatabase(String(bench.db.pool.options.connectionString), 'postgres'), 1)
  const request = new Request(`${bench.origin}/api/v1/teams`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const response = await handleRest(broken, request, ['teams'])
  const body = (await response.json()) as Record<string, unknown>
  expect(body).toEqual({ type: 'urn:baton:problem:internal', title: 'Internal error', status: 500 })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  await broken.close()
})

import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { collectionSchema, systemSchema, type PracticeSystem } from '@/domain/template/systems'
import { Journal } from './journal'
import { overHttp } from './service'
import { systemService } from './system-service'
import { SystemStore } from './system-store'

const about = { slug: 'desk', name: 'Desk', owner: 'Ada', clearance: 'internal', about: 'A desk to try.' }
const things = collectionSchema.parse({
  file: 'things.yaml',
  filters: ['kind'],
  search: ['title'],
  order: '-made_on',
  patch: {
    type: 'object',
    properties: { kind: { enum: ['red', 'blue'] } },
    additionalProperties: false,
  },
  create: {
    prefix: 'thing-',
    schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
  },
})
const system: PracticeSystem = {
  ...systemSchema.parse(about),
  collections: {
    things: {
      ...things,
      records: [
        { id: 'thing-0001', title: 'Old oak', kind: 'red', made_on: '@-20d' },
        { id: 'thing-0002', title: 'Young oak', kind: 'blue', made_on: '@-2d' },
        { id: 'thing-0003', title: 'Birch', kind: 'blue', made_on: '@+0d', seen_at: '@-1d 09:30' },
      ],
    },
  },
}

let dir: string
let server: Server
let base: string
async function open(): Promise<void> {
  const journal = new Journal(join(dir, 'desk.jsonl'), () => '2026-11-21')
  const serve = overHttp(systemService(system, new SystemStore(system, journal)))
  server = createServer((request, response) => void serve(request, response, request.url ?? '/'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const close = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'desk-'))
  await open()
})
afterEach(async () => {
  await close()
  rmSync(dir, { recursive: true })
})

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(base + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}
const ids = async (path: string) =>
  ((await ask('GET', path)).body['things'] as { id: string }[]).map(({ id }) => id)

it('lists in order, narrowed by filters and words, by the page', async () => {
  expect(await ids('/things')).toEqual(['thing-0003', 'thing-0002', 'thing-0001'])
  expect(await ids('/things?kind=blue')).toEqual(['thing-0003', 'thing-0002'])
  expect(await ids('/things?query=OAK%20young')).toEqual(['thing-0002'])
  expect(await ids('/things?limit=1&offset=1')).toEqual(['thing-0002'])
  expect((await ask('GET', '/things?limit=1')).body).toMatchObject({ total: 3, as_of: '2026-11-21' })
  expect((await ask('GET', '/things?colour=red')).status).toBe(400)
})

it('gives one record, with its days laid around today', async () => {
  expect((await ask('GET', '/things/thing-0003')).body).toEqual({
    ...{ as_of: '2026-11-21', id: 'thing-0003', title: 'Birch', kind: 'blue' },
    ...{ made_on: '2026-11-21', seen_at: '2026-11-20T09:30:00Z' },
  })
  for (const path of ['/things/thing-9', '/nothing', '/things/thing-0001/more', '/'])
    expect((await ask('GET', path)).status).toBe(404)
})

it('changes what may be changed, once for one key, also after a restart', async () => {
  const keyed = { 'idempotency-key': 'run:1' }
  const first = await ask('PATCH', '/things/thing-0001', { kind: 'blue' }, keyed)
  expect(first).toMatchObject({ status: 200, body: { kind: 'blue', version: 2, updated_at: '2026-11-21' } })
  await close()
  await open()
  const second = await ask('PATCH', '/things/thing-0001', { kind: 'blue' }, keyed)
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect((await ask('PATCH', '/things/thing-0001', { kind: 'red' }, keyed)).status).toBe(409)
  expect((await ask('GET', '/things/thing-0001')).body).toMatchObject({ kind: 'blue', version: 2 })
  expect((await ask('GET', '/_log')).body).toMatchObject({ writes: [{ key: 'run:1', replays: 1 }] })
})

it('refuses what does not fit, what is stale, and what cannot be done, and writes nothing', async () => {
  const wrong = await ask('PATCH', '/things/thing-0001', { kind: 'green', title: 'x' })
  expect(wrong.status).toBe(422)
  expect(JSON.stringify(wrong.body)).toMatch(/kind.*title|title.*kind/)
  expect((await ask('PATCH', '/things/thing-0001', { kind: 'red' }, { 'if-match': '"7"' })).status).toBe(412)
  expect((await ask('DELETE', '/things/thing-0001')).status).toBe(405)
  expect((await ask('PATCH', '/things/thing-9', {})).status).toBe(404)
  expect((await ask('GET', '/_log')).body).toEqual({ writes: [] })
})

it('makes a record, and forgets all that was written when it is laid anew', async () => {
  expect(await ask('POST', '/things', { title: 'Elm' })).toMatchObject({
    status: 201,
    body: { id: 'thing-0004', title: 'Elm', version: 1 },
  })
  expect((await ask('POST', '/things', {})).status).toBe(422)
  expect((await ask('GET', '/things')).body).toMatchObject({ total: 4 })
  await ask('POST', '/_reset', {})
  expect((await ask('GET', '/things')).body).toMatchObject({ total: 3 })
  await close()
  await open()
  expect((await ask('GET', '/things')).body).toMatchObject({ total: 3 })
})

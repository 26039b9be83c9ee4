import { mkdtempSync, appendFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crmService } from './crm'
import { CrmStore } from './crm-store'
import { Journal } from './journal'
import { overHttp } from './service'

const TODAY = '2026-11-21'
let dir: string
let server: Server
let base: string

async function open(today = TODAY): Promise<void> {
  const crm = overHttp(crmService(new CrmStore(new Journal(join(dir, 'crm.jsonl'), () => today))))
  server = createServer((request, response) => void crm(request, response, request.url ?? '/'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const close = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crm-'))
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
  return { status: response.status, body: (await response.json()) as never, headers: response.headers }
}
const log = async () => ((await ask('GET', '/_log')).body as { writes: { replays: number }[] }).writes

describe('reading', () => {
  it('finds accounts and what belongs to them, newest first', async () => {
    const all = (await ask('GET', '/accounts')).body as { total: number; accounts: { name: string }[] }
    expect(all.total).toBe(300)
    expect(all.accounts).toHaveLength(50)
    const name = all.accounts[7]?.name ?? ''
    const found = (await ask('GET', `/accounts?query=${encodeURIComponent(name.toUpperCase())}`)).body
    expect(found).toMatchObject({ total: 1, accounts: [{ name }] })

    const one = await ask('GET', '/accounts/acc-0001')
    expect(one.body).toMatchObject({ id: 'acc-0001', as_of: TODAY })
    const { activities } = (await ask('GET', '/accounts/acc-0001/activities')).body as {
      activities: { at: string }[]
    }
    expect(activities.map(({ at }) => at)).toEqual(
      activities
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
    for (const part of ['deals', 'news'])
      expect((await ask('GET', `/accounts/acc-0001/${part}`)).status).toBe(200)
  })

  it('says what is not there', async () => {
    for (const path of [
      '/accounts/acc-9999',
      '/accounts/acc-0001/nothing',
      '/nothing',
      '/deals/deal-99999',
    ]) {
      expect((await ask('GET', path)).body).toMatchObject({ error: { status: 404 } })
    }
  })
})

describe('writing', () => {
  const patch = {
    stage: 'negotiation',
    next_step: 'Send terms',
    next_step_due: '2026-12-01',
    priority: 'high',
  }

  it('changes a deal once for one key, also after a restart', async () => {
    const first = await ask('PATCH', '/deals/deal-00003', patch, { 'idempotency-key': 'run:1' })
    expect(first).toMatchObject({ status: 200, body: { ...patch, version: 2, open: true } })
    const second = await ask('PATCH', '/deals/deal-00003', patch, { 'idempotency-key': 'run:1' })
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    await close()
    appendFileSync(join(dir, 'crm.jsonl'), '{"write":{"at":"20')
    await open()
    const third = await ask('PATCH', '/deals/deal-00003', patch, { 'idempotency-key': 'run:1' })
    expect(third.body).toEqual(first.body)
    expect((await ask('GET', '/deals/deal-00003')).body).toEqual(first.body)
    expect(await log()).toMatchObject([{ key: 'run:1', replays: 2 }])
    await close()
    await open()
    expect(await log()).toMatchObject([{ key: 'run:1', replays: 2 }])
  })

  it('refuses a key that comes with another request', async () => {
    await ask('PATCH', '/deals/deal-00003', patch, { 'idempotency-key': 'run:1' })
    const other = await ask('PATCH', '/deals/deal-00003', { priority: 'low' }, { 'idempotency-key': 'run:1' })
    expect(other.status).toBe(409)
  })

  it('writes again without a key, and honours If-Match', async () => {
    const first = await ask('PATCH', '/deals/deal-00003', { priority: 'low' })
    await ask('PATCH', '/deals/deal-00003', { priority: 'low' })
    expect(await log()).toHaveLength(2)
    const stale = { 'if-match': first.headers.get('etag') ?? '' }
    expect((await ask('PATCH', '/deals/deal-00003', { priority: 'high' }, stale)).status).toBe(412)
  })

  it('puts a deal back as it stood before its last change, once, also after a restart, and not over a later one', async () => {
    const {
      version: _v,
      updated_at: _u,
      ...before
    } = (await ask('GET', '/deals/deal-00003')).body as Record<string, unknown>
    await ask('PATCH', '/deals/deal-00003', { ...patch, note: 'Call first' })
    await close()
    await open()
    const back = await ask('POST', '/deals/deal-00003/revert', { version: 2 })
    expect(back).toMatchObject({ status: 200, body: { ...before, version: 3 } })
    const read = (await ask('GET', '/deals/deal-00003')).body as Record<string, unknown>
    expect(Object.keys(read).toSorted()).toEqual([...Object.keys(before), 'updated_at', 'version'].toSorted())
    expect((await ask('POST', '/deals/deal-00003/revert', { version: 2 })).status).toBe(409)
    expect((await ask('POST', '/deals/deal-00004/revert', { version: 1 })).status).toBe(409)
    expect((await ask('POST', '/deals/deal-99999/revert', { version: 2 })).status).toBe(404)
    expect((await ask('POST', '/deals/deal-00003/revert', {})).status).toBe(422)
  })

  it('refuses what does not fit, field by field, and writes nothing', async () => {
    const wrong = await ask('PATCH', '/deals/deal-00003', { stage: 'maybe', colour: 'red' })
    expect(wrong.status).toBe(422)
    expect(JSON.stringify(wrong.body)).toMatch(/stage.*colour/s)
    expect((await ask('PATCH', '/deals/deal-99999', {})).status).toBe(404)
    expect((await ask('DELETE', '/deals/deal-00003')).status).toBe(404)
    expect(await log()).toHaveLength(0)
  })

  it('adds an activity', async () => {
    const added = await ask('POST', '/accounts/acc-0001/activities', { type: 'note', subject: 'Called' })
    expect(added.status).toBe(201)
    const { activities } = (await ask('GET', '/accounts/acc-0001/activities')).body as {
      activities: unknown[]
    }
    expect(activities[0]).toEqual(added.body)
  })
})

it('starts anew when its data have grown old', async () => {
  await ask('PATCH', '/deals/deal-00003', { priority: 'high' })
  await close()
  await open('2027-01-31')
  expect(await log()).toHaveLength(0)
  expect((await ask('GET', '/accounts/acc-0001')).body).toMatchObject({ as_of: '2027-01-31' })
})

it('is laid anew when it is asked to', async () => {
  const before = await ask('GET', '/deals/deal-00003')
  await ask('PATCH', '/deals/deal-00003', { priority: 'high' }, { 'idempotency-key': 'run:1' })
  expect((await ask('POST', '/_reset', {})).status).toBe(200)
  expect((await ask('GET', '/deals/deal-00003')).body).toEqual(before.body)
  expect(await log()).toHaveLength(0)
})

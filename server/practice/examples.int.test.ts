import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '@/domain/policy/permission'
import { isOver } from '@/domain/run/history'
import { EXAMPLES } from '@/prisma/seed/examples/examples'
import { seedPracticeWorkspace } from '@/prisma/seed/practice-workspace'
import { startPractice, type Practice } from '@/prisma/seed/start-practice'
import { createSecretBox } from '@/server/auth/secret-box'
import { createConnectors } from '@/server/connectors/connectors'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { advance, type Driver } from '@/server/engine/advance'
import { WorkQueue } from '@/server/engine/queue'
import { StopGuard } from '@/server/engine/stop-guard'
import { RunStore } from '@/server/engine/store'
import { VersionCache } from '@/server/engine/versions'
import { wakeDue } from '@/server/engine/wake'
import { createModelPool } from '@/server/models/pool'
import type { Context } from '@/server/services/context'
import { sendEvent } from '@/server/services/event/send'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { createTeam } from '@/server/services/team/create'
import { publishTeam } from '@/server/services/team/publish'

const box = createSecretBox(randomBytes(32).toString('base64'))
const secrets = () => box
const aborted = new AbortController()
let database: TestDatabase
let db: Db
let practice: Practice
let queue: WorkQueue
let waker: NodeJS.Timeout
let as: (roles: Role[], id?: string) => Context

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 20)
  const workspace = await seedPracticeWorkspace(db, box)
  practice = await startPractice({ db, delayMs: 0, secrets })
  const workerId = newId('wrk')
  const driver: Driver = {
    engine: {
      db,
      store: new RunStore(db.lanes),
      models: createModelPool({ db, secrets }),
      connectors: createConnectors({ db, secrets }),
      stops: new StopGuard(db),
      versions: new VersionCache(db),
    },
    signal: aborted.signal,
    kick: () => queue.kick(),
    workerId,
    stillOwns: (run, branch) => queue.owns(run, branch),
  }
  queue = await WorkQueue.launch({
    url: database.appUrl,
    pool: db.pool,
    lanes: db.lanes,
    workerId,
    concurrency: 10,
    advance: (run, branch, at) => advance(driver, run, branch, at),
  })
  waker = setInterval(() => void wakeDue(db.pool), 200)
  as = (roles, id = 'usr_test') => ({ db, workspace, roles, actor: { kind: 'person', id, name: id } })
})
afterAll(async () => {
  clearInterval(waker)
  await queue.close(5000)
  aborted.abort()
  await practice.stop()
  await db.close()
  await database.drop()
})

/** Adds an example as a person does, publishes it, and starts it. */
async function begin(key: string, input?: Record<string, unknown>): Promise<string> {
  const found = EXAMPLES.find((example) => example.key === key)
  if (!found) throw new Error(`there is no example ${key}`)
  const operator = as(['operator'])
  const known = await db.prisma.team.findFirst({ where: { slug: key, publishedId: { not: null } } })
  if (!known) {
    await createTeam(operator, { name: found.document.name, template: key })
    await publishTeam(operator, { slug: key })
  }
  return (await startRun(operator, { team: key, input: input ?? found.sample })).id
}

const read = (id: string) => getRun(as(['operator']), { id })

async function until(id: string, is: (run: Awaited<ReturnType<typeof read>>) => boolean) {
  for (const end = Date.now() + 20_000; ; await sleep(20)) {
    const found = await read(id)
    if (is(found)) return found
    if (Date.now() > end) throw new Error(`run ${id} stays ${found.status}`)
  }
}
const over = (id: string) => until(id, ({ status, reviews }) => isOver(status) || reviews.length > 0)

/** What has to happen outside while it runs. */
const MEANWHILE: Partial<Record<string, (id: string) => Promise<void>>> = {
  'parcel-watch': async (id) => {
    await until(id, ({ branches }) => branches.some(({ status }) => status === 'waiting'))
    await sendEvent(as(['operator']), {
      event: 'parcel.arrived',
      key: 'PRC-5501',
      data: { state: 'delivered' },
    })
  },
}

describe('every example, on the real engine', () => {
  it.each(EXAMPLES.map(({ key }) => [key]))('%s goes through with its sample', async (key) => {
    const id = await begin(key)
    await MEANWHILE[key]?.(id)
    const run = await over(id)
    expect(run.reviews).toEqual([])
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(run.calls.every(({ sandbox }) => sandbox)).toBe(true)
  })
})

describe('what the examples show', () => {
  it('two opinions at the same time, and either of them declines', async () => {
    const input = { supplier: 'Tidewater Tools', open_claims: 4, late_deliveries: 0 }
    expect(await over(await begin('supplier-check', input))).toMatchObject({
      status: 'done',
      outcome: { result: 'rejected' },
      state: { both: { finance: { verdict: 'decline' }, logistics: { verdict: 'take' } } },
    })
  })

  it('a line that fails is counted, the others are confirmed in their order', async () => {
    const { state } = await over(await begin('order-confirmations'))
    const notes = state['notes'] as { results: { sku: string }[]; missing: number }
    expect(notes.results.map(({ sku }) => sku)).toEqual(['LMP-20', 'CHR-07', 'SHF-11', 'MAT-02'])
    expect(notes.missing).toBe(1)
  })

  it('a text goes back with feedback until it names enough', async () => {
    const run = await over(await begin('product-text'))
    const rounds = run.steps.filter(({ node }) => node === 'enough').map(({ port }) => port)
    expect(rounds).toEqual(['again', 'done'])
    expect(run.steps.find(({ node }) => node === 'enough')?.result.feedback?.instructions).toMatch(/oak foot/)
    expect(run.state).toMatchObject({ review: { score: 10 } })
  })

  it('what is missing is asked for', async () => {
    const run = await over(await begin('freight-quote'))
    expect(run.steps.filter(({ node }) => node === 'price').map(({ port }) => port)).toEqual([
      'request',
      'out',
    ])
    expect(run.state).toMatchObject({ price: { route: 'Norwick to Easthaven', price: 540 } })
  })

  it('tasks go by rule, by who can, and by choice', async () => {
    const run = await over(await begin('market-brief'))
    const [first] = run.steps.filter(({ node }) => node === 'lead')
    expect(first?.result.tasks?.map(({ type, to, by }) => [type, to, by])).toEqual([
      ['demand', 'central', 'choice'],
      ['outlook', 'nordic', 'rule'],
      ['prices', 'prices', 'capability'],
    ])
    expect(JSON.stringify(run.state['lead'])).toMatch(/Households.*Prices rose|Offices.*Prices rose/)
  })

  it('a reminder sleeps until its time', async () => {
    const at = new Date(Date.now() + 1500).toISOString()
    const example = EXAMPLES.find(({ key }) => key === 'invoice-reminder')
    const id = await begin('invoice-reminder', { ...example?.sample, remind_at: at })
    await until(id, ({ branches }) => branches.some(({ status }) => status === 'waiting'))
    const run = await until(id, ({ status }) => status === 'done')
    expect(run.endedAt?.getTime()).toBeGreaterThanOrEqual(Date.parse(at))
  })

  it('a team calls another, which was added and published with it', async () => {
    const run = await over(await begin('supplier-intake'))
    const called = run.steps.find(({ node }) => node === 'check')?.result.called
    expect(called).toMatchObject({ status: 'done', result: 'done' })
    expect((await read(called?.run ?? '')).team.slug).toBe('supplier-check')
    expect(run.state['welcome']).toMatchObject({ subject: 'Welcome, Fernhollow Castings' })
  })
})

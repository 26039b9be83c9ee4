import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOver } from '@/domain/run/history'
import { EXAMPLES } from '@/prisma/seed/examples/examples'
import { sendEvent } from '@/server/services/event/send'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { createTeam } from '@/server/services/team/create'
import { publishTeam } from '@/server/services/team/publish'
import { startPracticeBench, type PracticeBench } from './testing/practice-bench'

let bench: PracticeBench
beforeAll(async () => void (bench = await startPracticeBench()))
afterAll(() => bench.close())

/** Adds an example as a person does, publishes it, and starts it. */
async function begin(key: string, input?: Record<string, unknown>): Promise<string> {
  const found = EXAMPLES.find((example) => example.key === key)
  if (!found) throw new Error(`there is no example ${key}`)
  const operator = bench.as(['operator'])
  const known = await bench.db.prisma.team.findFirst({ where: { slug: key, publishedId: { not: null } } })
  if (!known) {
    await createTeam(operator, { name: found.document.name, template: key })
    await publishTeam(operator, { slug: key })
  }
  return (await startRun(operator, { team: key, input: input ?? found.sample })).id
}

const read = (id: string) => getRun(bench.as(['operator']), { id })

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
    await sendEvent(bench.as(['operator']), {
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

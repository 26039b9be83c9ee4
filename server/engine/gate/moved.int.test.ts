import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ReviewView } from '@/domain/run/review'
import { createConnectors, type Connectors } from '@/server/connectors/connectors'
import { exactReview } from '@/server/services/gate/exact-request'
import { decideReview } from '@/server/services/review/decide'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { startCountingService } from '../testing/counting-service'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

let bench: EngineBench
let elsewhere: Awaited<ReturnType<typeof startCountingService>>
beforeAll(async () => {
  bench = await startEngineBench()
  elsewhere = await startCountingService()
  const bundle = dealBundle()
  for (const autonomy of [1, 3])
    await bench.team(`level-${autonomy}`, {
      ...bundle,
      agents: { writer: { ...bundle.agents['writer']!, autonomy } },
    })
})
afterAll(async () => {
  await elsewhere.close()
  await bench.close()
})
beforeEach(() => leadTo(bench.service.baseUrl))

const reviewer = () => bench.context(['reviewer'], 'usr_reviewer')

/** Points the connection there; what a worker knows of it is two seconds old at most, and here none. */
async function leadTo(baseUrl: string, kept: (fresh: Connectors) => Connectors = (fresh) => fresh) {
  await bench.db.prisma.connection.updateMany({ where: { slug: 'crm' }, data: { baseUrl } })
  bench.driver.engine.connectors = kept(createConnectors({ db: bench.db }))
}

/** @param amount above 1000 a person in the drawing is asked, and the gate's own else */
async function waiting(team: string, amount: number) {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount }))
  const { id } = await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })
  const run = await bench.settled(id)
  expect(run.status).toBe('waiting')
  return id
}
const openReview = async (runId: string) => {
  const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return { ...review, view: review.view as unknown as ReviewView }
}
async function approve(runId: string) {
  const { id, digest } = await openReview(runId)
  await decideReview(reviewer(), { id, verdict: { decision: 'approve', digest, reason: '' } })
  return bench.settled(runId)
}
const arrived = () => [bench.service.arrivals.length, elsewhere.arrivals.length]

describe('a connection that is made to lead elsewhere', () => {
  it.each([
    ['at the gate of the effect', 'level-1', 7],
    ['at a person’s place in the drawing', 'level-3', 2000],
  ])('after it was shown: what was approved %s is held once more, and goes nowhere', async (_at, team, n) => {
    const run = await waiting(team, n)
    const [here, there] = arrived()
    await leadTo(elsewhere.baseUrl)
    await expect(exactReview(reviewer(), { id: (await openReview(run)).id })).rejects.toThrow(
      'leads elsewhere',
    )
    expect((await approve(run)).status).toBe('waiting')
    expect(arrived()).toEqual([here, there])
    const { view, id } = await openReview(run)
    expect(view.reasons.map(({ text }) => text).join()).toContain(
      'CRM leads elsewhere than when usr_reviewer',
    )
    const [shown] = await exactReview(reviewer(), { id })
    expect(shown?.url).toBe(`${elsewhere.baseUrl}/deals/D-1`)
    // Who looks at it now approves where it goes now.
    expect((await approve(run)).status).toBe('done')
    expect(arrived()).toEqual([here, (there ?? 0) + 1])
  })

  it('between the gate and the line: nothing leaves', async () => {
    const run = await waiting('level-1', 7)
    const before = arrived()
    const endpoint = (await openReview(run)).view.effects[0]?.endpoint
    expect(endpoint).toMatch(/^sha256:/)
    await leadTo(elsewhere.baseUrl, (fresh) => ({ ...fresh, endpoint: () => Promise.resolve(endpoint) }))
    const held = await approve(run)
    expect(held.status).toBe('waiting')
    expect(arrived()).toEqual(before)
    expect((await openReview(run)).reason).toContain('CRM leads elsewhere')
  })

  it('that nobody could tell when it was shown: an approval is not one of where it leads by now', async () => {
    const untold = (fresh: Connectors) => ({ ...fresh, endpoint: () => Promise.resolve(undefined) })
    await leadTo(bench.service.baseUrl, untold)
    const run = await waiting('level-1', 7)
    const before = arrived()
    expect((await openReview(run)).view.effects[0]).not.toHaveProperty('endpoint')
    await leadTo(bench.service.baseUrl)
    expect((await approve(run)).status).toBe('waiting')
    expect(arrived()).toEqual(before)
    expect((await openReview(run)).view.effects[0]?.endpoint).toMatch(/^sha256:/)
    expect((await approve(run)).status).toBe('done')
  })

  it('and back again: what was approved goes out', async () => {
    const run = await waiting('level-1', 7)
    const [here, there] = arrived()
    await leadTo(elsewhere.baseUrl)
    await leadTo(bench.service.baseUrl)
    expect((await approve(run)).status).toBe('done')
    expect(arrived()).toEqual([(here ?? 0) + 1, there])
  })
})

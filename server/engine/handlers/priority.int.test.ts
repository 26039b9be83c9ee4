import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Priority } from '@/domain/run/priority'
import { decideReview } from '@/server/services/review/decide'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle({ agent: { retries: 0, repairs: 0, timeoutSeconds: 20 } }))
})
afterAll(() => bench.close())

const start = async (priority?: Priority) =>
  (await startRun(bench.context(['operator']), { team: 'deals', input: { deal_id: 'D-1' }, priority })).id
const decide = async (runId: string, decision: 'retry' | 'send_back') => {
  const { id, digest } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  const verdict = { decision, digest, reason: 'Once more.' }
  await decideReview(bench.context(['reviewer'], 'usr_reviewer'), { id, verdict })
}
/** When it is due in the line of the models, once it stands there. */
const dueOf = async (runId: string) => {
  const where = { ticket: { startsWith: `${runId}:` } }
  await expect.poll(() => bench.db.prisma.callTicket.count({ where }), { timeout: 8000 }).toBeGreaterThan(0)
  return (await bench.db.prisma.callTicket.findFirstOrThrow({ where })).due.getTime()
}

it('who waits for a model because a person wants it is asked for before those who came first', async () => {
  bench.server.script('m-one', { say: 'no' }, saying({ deal_id: 'D-1', amount: 5000 }))
  const failed = await bench.settled(await start())
  const drafted = await bench.settled(await start())
  bench.server.script('m-one', { say: 'no' })
  const lowly = await bench.settled(await start('low'))
  expect([failed, drafted, lowly].map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting'])

  const { id } = await bench.db.prisma.model.findFirstOrThrow()
  await bench.limit(id, { parallelCalls: 1 })
  bench.server.script('m-one', { hang: 'before headers' })
  const from = bench.server.seen.length
  await start()
  await expect.poll(() => bench.server.seen.length, { timeout: 5000 }).toBe(from + 1)
  const first = await dueOf(await start())
  const urgent = await dueOf(await start('high'))
  await decide(failed.id, 'retry')
  await decide(drafted.id, 'send_back')
  expect(first - (await dueOf(failed.id))).toBeGreaterThan(30_000)
  expect(first - (await dueOf(drafted.id))).toBeGreaterThan(30_000)
  await decide(lowly.id, 'retry')
  expect(urgent - (await dueOf(lowly.id))).toBeGreaterThan(20_000)
})

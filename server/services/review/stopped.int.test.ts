import { afterAll, beforeAll, expect, it } from 'vitest'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { getRun } from '../run/get'
import { listRuns } from '../run/list'
import { startRun } from '../run/start'
import { resumeTeam } from '../team/resume'
import { stopTeam } from '../team/stop'
import { decideReview } from './decide'
import { getReview } from './get'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
})
afterAll(() => bench.close())

it('stays open while its team is stopped, says so, and its answer takes effect once that is resumed', async () => {
  const operator = bench.context(['operator'], 'usr_operator')
  const reviewer = bench.context(['reviewer'], 'usr_reviewer')
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  const { id } = await startRun(operator, { team: 'deals', input: { deal_id: 'D-1' } })
  expect((await bench.settled(id)).status).toBe('waiting')
  const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })
  const before = await getReview(reviewer, { id: review.id })
  expect([before.stopped, (await getRun(operator, { id })).stopped]).toEqual([null, null])

  await stopTeam(operator, { slug: 'deals', reason: 'wrong prices' })
  const says =
    /^The team Deals is stopped by usr_operator since .*: wrong prices\. The answer counts, and the run goes on once it is resumed\.$/
  const shown = await getReview(reviewer, { id: review.id })
  expect(shown).toMatchObject({ status: 'open', stopped: { scope: 'team' } })
  const { runs } = await listRuns(operator, { text: id })
  for (const said of [shown.stopped?.says, (await getRun(operator, { id })).stopped, runs[0]?.pause?.stopped])
    expect(said).toMatch(says)

  await decideReview(reviewer, {
    id: review.id,
    verdict: { decision: 'approve', digest: shown.digest, reason: 'Fits' },
  })
  await expect.poll(async () => (await getRun(operator, { id })).held.length, { timeout: 10_000 }).toBe(1)
  expect(bench.service.arrivals).toEqual([])
  // Nobody is asked any more: now it is held, and says that.
  expect(await getRun(operator, { id })).toMatchObject({ stopped: null, pause: { for: 'stop' } })
  expect((await getReview(reviewer, { id: review.id })).stopped).toBeNull()

  await resumeTeam(operator, { slug: 'deals', reason: '' })
  expect((await bench.settled(id)).status).toBe('done')
  expect(bench.service.arrivals).toHaveLength(1)
})

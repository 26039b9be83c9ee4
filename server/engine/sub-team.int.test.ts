import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BundleTeam } from '@/domain/team/bundle'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { callableTeams } from '@/server/services/team/callable-teams'
import { cancelRun } from '@/server/services/run/cancel'
import { startRun } from '@/server/services/run/start'
import { cancelOrphans } from './orphans'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { wakeDue } from './wake-due'

const lead = contract('lead@1', { name: field('string') })
const opinion = contract('opinion@1', { score: field('number') })
const rated = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('agent', 'rate', { agent: 'credit', produces: 'opinion@1', retries: 0, repairs: 0 }),
    node('router', 'way', { routes: [{ port: 'bad', label: '', when: 'rate.score < 2.0' }] }),
    node('end', 'done', { accepts: 'opinion@1' }),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: ['start -> rate', 'rate -> way', 'way.bad -> no', 'way.default -> done'],
})
const asking = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('team', 'ask', { team: 'rating', produces: 'opinion@1' }),
    node('end', 'done', { accepts: 'opinion@1' }),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: ['start -> ask', 'ask -> done', 'ask.rejected -> no'],
})

let bench: EngineBench
let tick: NodeJS.Timeout
let teams: BundleTeam[]
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-credit')
  await bench.team('rating', publishable(rated))
  teams = await callableTeams(bench.db.prisma, bench.workspaceId)
  await bench.team('asking', publishable(asking, { teams }))
})
afterAll(() => bench.close())
beforeEach(() => {
  tick = setInterval(() => {
    void wakeDue(bench.db.pool)
    void cancelOrphans(bench.db)
  }, 200)
})
afterEach(() => clearInterval(tick))

const start = async () =>
  (await startRun(bench.context(['operator']), { team: 'asking', input: { name: 'Brightwater' } })).id
const called = (id: string) => bench.db.prisma.run.findMany({ where: { parentRun: id } })

async function over(id: string) {
  for (let i = 0; i < 100; i++) {
    const run = await bench.settled(id)
    if (run.status !== 'waiting') return run
    await sleep(50)
  }
  throw new Error(`run ${id} still waits`)
}

describe('a team that calls another', () => {
  it('waits for its run and hands on what its end was handed', async () => {
    expect(teams).toMatchObject([{ slug: 'rating', results: [{ name: 'opinion' }], needs: [] }])
    bench.server.script('m-credit', { ...saying({ score: 8 }), delayMs: 300 })
    const id = await start()
    const run = await over(id)
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'done' }, state: { ask: { score: 8 } } })
    expect(await called(id)).toMatchObject([
      { status: 'done', startedBy: { id: 'usr_test' }, parent: { run: id, node: 'ask' } },
    ])
  })

  it('goes its own way when the other one rejects', async () => {
    bench.server.script('m-credit', saying({ score: 1 }))
    expect(await over(await start())).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
  })

  it('asks a person when the other run is ended from outside', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    const id = await start()
    await bench.settled(id)
    let [child] = await called(id)
    for (let i = 0; i < 100 && child?.status !== 'waiting'; i++) {
      await sleep(50)
      ;[child] = await called(id)
    }
    await cancelRun(bench.context(['operator']), { id: child?.id ?? '', reason: 'not needed' })
    for (let i = 0; i < 100; i++) {
      const run = await bench.settled(id)
      if (run.reviews.length > 0) {
        expect(run.reviews[0]).toMatchObject({ kind: 'escalation', node: 'ask' })
        expect(run.reviews[0]?.reason).toContain('cancelled')
        return
      }
      await sleep(50)
    }
    throw new Error('nobody was asked')
  })

  it('takes the run it waits for with it when it is cancelled', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    const id = await start()
    await bench.settled(id)
    await cancelRun(bench.context(['operator']), { id, reason: 'not needed' })
    for (let i = 0; i < 100; i++) {
      const [child] = await called(id)
      if (child?.status === 'cancelled') return
      await sleep(50)
    }
    throw new Error('the called run goes on')
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { startRun } from '@/server/services/run/start'
import { callableTeams } from '@/server/services/team/callable-teams'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

const lead = contract('lead@1', { name: field('string') })
const opinion = contract('opinion@1', { score: field('number') })
const ends = [node('end', 'done', { accepts: 'opinion@1' }), node('end', 'no', { outcome: 'rejected' })]
const begins = node('trigger', 'start', { produces: 'lead@1' })
const rated = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    begins,
    node('agent', 'rate', { agent: 'credit', produces: 'opinion@1' }),
    ends[0] as (typeof ends)[0],
  ],
  edges: ['start -> rate', 'rate -> done'],
})
const asking = drawTeam({
  contracts: [lead, opinion],
  nodes: [begins, node('team', 'ask', { team: 'rating', produces: 'opinion@1' }), ...ends],
  edges: ['start -> ask', 'ask -> done', 'ask.rejected -> no'],
})

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-credit')
  await bench.team('rating', publishable(rated))
  await bench.team(
    'asking',
    publishable(asking, { teams: await callableTeams(bench.db.prisma, bench.workspaceId) }),
  )
})
afterAll(() => bench.close())

/** Until the branch is woken, in ms; nothing wakes it in these tests. */
async function wakesIn(runId: string): Promise<number> {
  const { rows } = await bench.db.pool.query<{ ms: number }>(
    `select extract(epoch from wake_at - clock_timestamp())::float8 * 1000 ms from branch where run_id = $1 and status = 'waiting'`,
    [runId],
  )
  return rows[0]?.ms ?? NaN
}

it('wakes a run at once whose called run ended after it looked and before it slept', async () => {
  bench.server.script('m-credit', saying({ score: 8 }))
  const { store } = bench.driver.engine
  const commit = store.commit.bind(store)
  let slept: string | undefined
  store.commit = async (run, ...rest) => {
    const child = await bench.db.prisma.run.findFirst({ where: { parentRun: run.id } })
    if (child) {
      for (let i = 0; i < 200; i++) {
        const { endedAt } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: child.id } })
        if (endedAt) break
        await sleep(20)
      }
      slept = run.id
    }
    return commit(run, ...rest)
  }
  const { id } = await startRun(bench.context(['operator']), { team: 'asking', input: { name: 'B' } })
  await bench.settled(id)
  store.commit = commit
  expect(slept).toBe(id)
  expect(await wakesIn(id)).toBeLessThan(10)
})

/** A run at its call and the run that it called, which goes on. */
async function calling(name: string): Promise<string> {
  await bench.db.pool.query(
    `insert into run (id, workspace_id, team_id, version_id, title, input, started_by, parent_run, parent) values
       ('run_' || $1, 'ws', 'team', 'ver', 'T', '{}', '{}', null, null),
       ('run_of_' || $1, 'ws', 'team', 'ver', 'T', '{}', '{}', 'run_' || $1,
         jsonb_build_object('run', 'run_' || $1, 'branch', '0', 'node', 'ask', 'iteration', 0))`,
    [name],
  )
  await bench.db.pool.query(
    `insert into branch (run_id, branch, node, iteration, status, driver) values ('run_' || $1, '0', 'ask', 0, 'ready', 'wrk')`,
    [name],
  )
  return `run_${name}`
}
const SLEEP = `update branch set status = 'waiting', wake_at = clock_timestamp() + interval '10 minutes' where run_id = $1`
const END = `update run set status = 'done', ended_at = clock_timestamp() where id = $1`

it('sleeps on where the run it called goes on, which wakes it when it ends', async () => {
  const id = await calling('sound')
  await bench.db.pool.query(SLEEP, [id])
  expect(await wakesIn(id)).toBeGreaterThan(500_000)
  await bench.db.pool.query(END, ['run_of_sound'])
  expect(await wakesIn(id)).toBeLessThan(10)
})

it.each(['the end first', 'the sleep first'])(
  'misses no end that is committed beside it: %s',
  async (which) => {
    const name = which.replaceAll(' ', '_')
    const id = await calling(name)
    const [sleeper, ender] = [await bench.db.pool.connect(), await bench.db.pool.connect()]
    try {
      for (const client of [sleeper, ender]) await client.query('begin')
      await sleeper.query(SLEEP, [id])
      await ender.query(END, [`run_of_${name}`])
      for (const client of which === 'the end first' ? [ender, sleeper] : [sleeper, ender])
        await client.query('commit')
    } finally {
      sleeper.release()
      ender.release()
    }
    expect(await wakesIn(id)).toBeLessThan(10)
  },
)

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { callableTeams } from '@/server/services/team/callable-teams'
import { startRun } from '@/server/services/run/start'
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
    node('end', 'done', { accepts: 'opinion@1' }),
  ],
  edges: ['start -> rate', 'rate -> done'],
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
/** Of the same workspace; its end is handed what the called team's would be. */
const imposing = drawTeam({
  contracts: [opinion],
  nodes: [node('trigger', 'start', { produces: 'opinion@1' }), node('end', 'done', { accepts: 'opinion@1' })],
  edges: ['start -> done'],
})

let bench: EngineBench
let tick: NodeJS.Timeout
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-credit')
  await bench.team('rating', publishable(rated))
  const teams = await callableTeams(bench.db.prisma, bench.workspaceId)
  await bench.team('asking', publishable(asking, { teams }))
  await bench.team('imposing', publishable(imposing))
})
afterAll(() => bench.close())
beforeEach(() => {
  tick = setInterval(() => void wakeDue(bench.db.pool), 200)
})
afterEach(() => clearInterval(tick))

const limit = (most: number | null) =>
  bench.db.pool.query("select limit_runs(id, $1) from team where slug = 'asking'", [most])
const start = async () =>
  (await startRun(bench.context(['operator']), { team: 'asking', input: { name: 'Brightwater' } })).id

async function over(id: string) {
  for (let i = 0; i < 200; i++) {
    const { status, state } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id } })
    if (status === 'done') return state
    await sleep(50)
  }
  throw new Error(`run ${id} is not done`)
}

it('calls a run of its own, whatever key somebody has chosen before', async () => {
  bench.server.script('m-credit', { ...saying({ score: 8 }), delayMs: 300 })
  // Its id is known before it comes to the call: it waits for room.
  await limit(1)
  const before = await start()
  const id = await start()
  const key = `${id}:ask:0:0`
  const chosen = await startRun(bench.context(['operator']), {
    team: 'imposing',
    input: { score: 10 },
    idempotencyKey: key,
  })
  expect(chosen.created).toBe(true)
  await over(before)
  expect(await over(id)).toMatchObject({ ask: { score: 8 } })
  await limit(null)
  expect(await bench.db.prisma.run.findMany({ where: { idempotencyKey: key } })).toHaveLength(2)
  expect(await bench.db.prisma.run.findMany({ where: { parentRun: id } })).toHaveLength(1)
})

it('starts nothing for a run that is over', async () => {
  bench.server.script('m-credit', saying({ score: 8 }))
  const id = await start()
  await over(id)
  const { rows } = await bench.db.pool.query<{ started: string | null }>(
    `select start_run('run_late', workspace_id, team_id, 'rating', version_id, 'T', 'live', '{}', '{}', 'late', 'start', '[]', 'd',
       'rate', '{}', '{}', '{}', '{}', '{}', jsonb_build_object('run', $1::text)) started from run where parent_run = $1`,
    [id],
  )
  expect(rows).toEqual([{ started: null }])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
const text = contract('text@1', { text: field('string') })

/** start → for each number, an agent writes beside a text of the input → join → end */
const copies = drawTeam({
  contracts: [
    contract('in@1', { long: field('string'), n: field('array', { items: { type: 'integer' } }) }),
    contract('item@1', { i: field('integer'), long: field('string') }),
    text,
  ],
  nodes: [
    node('trigger', 'start', { produces: 'in@1' }),
    node('map', 'each', {
      over: 'start.n.map(i, {"i": i, "long": start.long})',
      produces: 'item@1',
      maxItems: 100,
      atOnce: 20,
    }),
    node('agent', 'write', { agent: 'writer', produces: 'text@1' }),
    node('join', 'all', {}),
    node('end', 'done'),
  ],
  edges: ['start -> each', 'each.each -> write', 'write -> all', 'all -> done'],
})

beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  bench.server.script('m-writer', saying({ text: 'Hi' }))
  await bench.team('copies', publishable(copies))
})
afterAll(() => bench.close())

const start = async (long: number, count: number) => {
  const input = { long: 'x'.repeat(long), n: Array.from({ length: count }, (_, i) => i) }
  return (await startRun(bench.context(['operator']), { team: 'copies', input })).id
}

it('a run of a large state goes through, with many of its lanes ready at once', async () => {
  const run = await bench.settled(await start(60_000, 20), 60_000)
  expect(run.status).toBe('done')
  expect(run.steps.filter((step) => step.node === 'write')).toHaveLength(20)
})

it('a step that would make the state too large goes to a person, and others go on', async () => {
  const [large, small] = [await start(900_000, 25), await start(10, 2)]
  expect((await bench.settled(small)).status).toBe('done')
  const run = await bench.settled(large)
  expect(run.status).toBe('waiting')
  const failed = run.steps.find((step) => step.status === 'failed')
  expect([failed?.node, failed?.result.failure]).toMatchObject(['each', { code: 'state_too_large' }])
  expect(failed?.result.failure?.message).toContain('4 million characters')
})

it('an input that is too large is refused', async () => {
  await expect(start(4_000_001, 1)).rejects.toMatchObject({ code: 'invalid' })
})

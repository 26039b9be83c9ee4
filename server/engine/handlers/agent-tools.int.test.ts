import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toolSchema } from '@/domain/team/agent'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

const history = toolSchema.parse({
  name: 'history',
  description: 'What happened to an account.',
  connection: 'crm',
  path: '/accounts/{account}/history',
  parameters: { type: 'object', properties: { account: { type: 'string' } } },
})

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  const bundle = dealBundle()
  const [writer] = Object.values(bundle.agents)
  await bench.team('deals', { ...bundle, agents: { writer: { ...writer!, tools: [history] } } })
})
afterAll(() => bench.close())

async function used(args: object): Promise<{ paths: string[]; answers: unknown[] }> {
  const call = { call: { name: 'history', arguments: JSON.stringify(args) } }
  bench.server.script('m-one', call, saying({ deal_id: 'D-1', amount: 1 }))
  const from = bench.service.arrivals.length
  const { id } = await startRun(bench.context(['operator']), { team: 'deals', input: { deal_id: 'D-1' } })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  const reads = bench.service.arrivals.slice(from).filter(({ method }) => method === 'GET')
  return {
    paths: reads.map(({ path }) => path),
    answers: run.steps.flatMap(({ result }) => (result.tools ?? []).map(({ answer }) => answer)),
  }
}

describe('the path of a tool', () => {
  it('takes a value as one piece of it, whatever the model puts there', async () => {
    expect((await used({ account: 'A-1' })).paths).toEqual(['/accounts/A-1/history'])
    expect((await used({ account: '../deals?x=#' })).paths).toEqual([
      '/accounts/..%2Fdeals%3Fx%3D%23/history',
    ])
  })

  it.each([{ account: '..' }, { account: '.' }, { account: '' }, {}])(
    'leads nowhere else: %j is answered to the model, not sent',
    async (args) => {
      const { paths, answers } = await used(args)
      expect(paths).toEqual([])
      expect(answers).toEqual([{ error: 'an argument in the path is empty or goes up' }])
    },
  )
})

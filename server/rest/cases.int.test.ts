import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settleTrials } from '@/server/engine/trials'
import { TEAM } from '@/server/services/testing/quillon'
import { newProposal } from '@/server/trpc/testing/publishing-samples'
import { expectProblem, startRestBench, type RestBench } from './testing/rest-bench'

let bench: RestBench
let token: string
beforeAll(async () => {
  bench = await startRestBench()
  token = await bench.token(['operator'])
})
afterAll(() => bench.close())

const small = { input: { deal_id: 'D-1' }, pins: { draft: { output: { deal_id: 'D-1', amount: 5 } } } }
const waits = { kind: 'escalating', ...small, expect: { ends: 'waits', at: 'approval', effects: [] } }
const at = (name: string) => `/teams/${TEAM}/cases/${encodeURIComponent(name)}`

interface Listed {
  case: { name: string }
  last: { id: string; status: string; current: boolean; costMicros: string } | null
}
const listed = async () =>
  (await bench.send('GET', `/teams/${TEAM}/cases`, { token })).body['cases'] as Listed[]

describe('test cases', () => {
  it('are kept, replaced, given another name and removed by it', async () => {
    const name = 'Large / 20 %'
    expect((await bench.send('PUT', at(name), { token, body: waits })).body).toEqual({ name })
    expect((await bench.send('PUT', at(name), { token, body: { ...waits, about: 'Why' } })).status).toBe(200)
    expect((await listed()).map((one) => one.case)).toEqual([{ name, about: 'Why', ...waits }])
    const renamed = { ...waits, name: 'Large' }
    expect((await bench.send('PUT', at(name), { token, body: renamed })).body).toEqual({ name: 'Large' })
    expect((await listed()).map((one) => one.case.name)).toEqual(['Large'])
    expect((await bench.send('DELETE', at('Large'), { token })).body).toEqual({ name: 'Large' })
    expectProblem(await bench.send('DELETE', at('Large'), { token }), 404)
    expect(await listed()).toEqual([])
  })

  it('say with pointers into the body what is wrong with one', async () => {
    const shape = await bench.send('PUT', at('x'), { token, body: { ...waits, kind: 'odd' } })
    expect(expectProblem(shape, 422).errors?.[0]?.pointer).toBe('/kind')
    const ghost = await bench.send('PUT', at('x'), { token, body: { ...waits, from: 'ghost' } })
    expect(expectProblem(ghost, 422).errors).toMatchObject([{ pointer: '/from' }])
  })

  it('are run, and what came of them is read', async () => {
    await bench.send('PUT', at('Waits'), { token, body: waits })
    await bench.send('PUT', at('Ends'), { token, body: { ...waits, expect: { ends: 'done' } } })
    const { status, body } = await bench.send('POST', `/teams/${TEAM}/test`, { token, body: {} })
    expect(status).toBe(201)
    const trials = body['trials'] as { id: string; name: string }[]
    expect(trials.map(({ name }) => name)).toEqual(['Waits', 'Ends'])
    for (const until = Date.now() + 30_000; ;) {
      await settleTrials(bench.db)
      const states = (await listed()).map(({ last }) => last?.status ?? '')
      if (states.every((state) => !['queued', 'running', ''].includes(state))) break
      if (Date.now() > until) throw new Error(`a case still runs: ${states.join(' ')}`)
      await sleep(50)
    }
    expect((await listed()).map(({ last }) => [last?.status, last?.current, last?.costMicros])).toEqual([
      ['passed', true, '0'],
      ['failed', true, '0'],
    ])
    const results = (await bench.send('GET', `${at('Ends')}/results`, { token })).body['results']
    expect(results).toMatchObject([
      {
        id: trials[1]?.id,
        draft: { version: 1 },
        checked: [{ pointer: '/ends', held: false, seen: expect.stringContaining('It waits') as string }],
      },
    ])
    expectProblem(await bench.send('POST', `/teams/${TEAM}/test`, { token, body: { cases: ['None'] } }), 404)
    expectProblem(await bench.send('GET', `${at('None')}/results`, { token }), 404)
  })
})

describe('versions', () => {
  it('that are proposed are listed and decided by a second person', async () => {
    const { id, digest } = await newProposal(bench)
    const approver = await bench.token(['reviewer'])
    const { body } = await bench.send('GET', `/teams/${TEAM}/proposals`, { token: approver })
    expect(body['proposals']).toMatchObject([{ id, digest, status: 'open', mayDecide: true }])
    const decide = (more: object) =>
      bench.send('POST', `/proposals/${id}/decision`, { token: approver, body: { digest, ...more } })
    expect(expectProblem(await decide({ decision: 'decline' }), 422).errors?.[0]?.pointer).toBe('/reason')
    expect((await decide({ decision: 'decline', reason: 'Not yet' })).body).toEqual({ version: null })
    expectProblem(await decide({ decision: 'approve' }), 409)
  })

  it('are promoted where they may go', async () => {
    const promote = (body: object) => bench.send('POST', `/teams/${TEAM}/promote`, { token, body })
    expectProblem(await promote({ number: 99, environment: 'production' }), 404)
    expectProblem(await promote({ number: 1, environment: 'production', instead: null }), 409)
    const again = await promote({ number: 1, environment: 'production' })
    expectProblem(again, 409)
  })
})

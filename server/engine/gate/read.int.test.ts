import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { newId } from '@/server/db/id'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

let bench: EngineBench
const keeping = (agent: string) => [
  ...DEFAULT_POLICIES,
  {
    ...{ id: 'house', title: 'One of ours.' },
    text: `forbid (principal == Baton::Agent::"${agent}", action == Baton::Action::"connection.use", resource);`,
  },
]
async function hold(policies: object[]): Promise<void> {
  const { policyVersion } = bench.db.prisma
  await policyVersion.updateMany({ data: { status: 'past' } })
  const number = 1 + (await policyVersion.count())
  await policyVersion.create({
    data: {
      ...{
        id: newId('pol'),
        workspaceId: bench.workspaceId,
        number,
        digest: String(number),
        status: 'current',
      },
      ...{ policies, editors: [], proposedBy: {} },
    },
  })
}
beforeAll(async () => {
  bench = await startEngineBench()
  await hold(keeping('writer'))
  await bench.team('looks', dealBundle({ action: { effect: 'read', method: 'GET', fields: [] } }))
})
afterAll(() => bench.close())

it('asks with an agent’s work only where the policies let that agent use the connection', async () => {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 }))
  const look = async () => {
    const context = bench.context(['operator'])
    const { id } = await startRun(context, { team: 'looks', input: { deal_id: 'D-1' } })
    return bench.settled(id)
  }
  const kept = await look()
  expect(kept).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation' }] })
  expect(kept.reviews[0]?.reason).toContain('house')
  expect(bench.service.arrivals).toEqual([])
  const denied = await bench.db.prisma.recordEntry.findMany({
    where: { runId: kept.id, kind: { endsWith: '.refused' } },
  })
  expect(denied.map(({ body }) => Buffer.from(body).toString())).toEqual([
    expect.stringContaining('"policies":["house"]'),
  ])
  await hold(keeping('other'))
  // What a worker knows of policies is a second old at most.
  await sleep(1100)
  expect((await look()).status).toBe('done')
  expect(bench.service.arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /deals/D-1'])
})

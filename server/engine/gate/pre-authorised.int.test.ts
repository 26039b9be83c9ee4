import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { authoriseAgent, withdrawAuthorisation } from '@/server/services/gate/authorisations'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'
import { usePreAuthorisations } from './pre-authorised'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const autonomy of [1, 2])
    for (const risk of ['medium', 'high']) {
      const bundle = dealBundle({ action: { risk } })
      const agents = { writer: { ...bundle.agents['writer']!, autonomy } }
      await bench.team(`level-${autonomy}-${risk}`, { ...bundle, agents })
    }
})
afterAll(() => bench.close())
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 })))

const admin = () => bench.context(['admin'], 'usr_admin')
const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })).id

describe('a pre-authorisation', () => {
  const grant = (more: object = {}) =>
    authoriseAgent(admin(), {
      agent: 'writer',
      connection: 'crm',
      covers: { by: 'request', method: 'PATCH', path: '/deals/*' },
      condition: '',
      perDay: 5,
      until: null,
      reason: 'Small amounts every day',
      ...more,
    })
  beforeAll(async () => {
    await bench.db.prisma.agent.create({
      data: { id: newId('agt'), workspaceId: bench.workspaceId, slug: 'writer', definition: {} },
    })
  })
  afterEach(async () => {
    await bench.db.prisma.preAuthorisation.updateMany({ data: { withdrawnAt: new Date() } })
  })

  it('lets a guarded agent’s effect of medium risk out, and is named', async () => {
    const { id } = await grant()
    const run = await bench.settled(await start('level-2-medium'))
    expect(run.status).toBe('done')
    const gate = run.steps.find(({ node }) => node === 'update')?.result.gate
    expect(gate?.stages).toContainEqual(
      expect.objectContaining({ stage: 'person', outcome: 'not_needed', authorisations: [id] }),
    )
    expect(await bench.db.prisma.preAuthorisationUse.count({ where: { authorisationId: id } })).toBe(1)
    await withdrawAuthorisation(admin(), { id, reason: 'No more' })
    expect((await bench.settled(await start('level-2-medium'))).status).toBe('waiting')
  })

  it.each([
    ['of high risk', 'level-2-high', {}],
    ['of a supervised agent', 'level-1-medium', {}],
    [
      'of another path',
      'level-2-medium',
      { covers: { by: 'request', method: 'PATCH', path: '/accounts/*' } },
    ],
    ['of another method', 'level-2-medium', { covers: { by: 'request', method: 'POST', path: '/deals/*' } }],
    ['that its condition leaves out', 'level-2-medium', { condition: 'body.amount < 5.0' }],
    ['whose condition cannot be worked out', 'level-2-medium', { condition: 'body.missing > 1' }],
  ])('lets nothing out %s, and counts nothing', async (_what, team, more) => {
    const { id } = await grant(more)
    expect((await bench.settled(await start(team))).status).toBe('waiting')
    expect(await bench.db.prisma.preAuthorisationUse.count({ where: { authorisationId: id } })).toBe(0)
  })

  it('holds up to its limit, whoever asks at the same time: 20 against 5 are exactly 5', async () => {
    const { id } = await grant()
    const from = bench.service.arrivals.length
    const runs = await Promise.all(Array.from({ length: 20 }, () => start('level-2-medium')))
    const ended = await Promise.all(runs.map((run) => bench.settled(run, 60_000)))
    expect(ended.filter(({ status }) => status === 'done')).toHaveLength(5)
    expect(ended.filter(({ status }) => status === 'waiting')).toHaveLength(15)
    expect(bench.service.arrivals).toHaveLength(from + 5)
    expect(await bench.db.prisma.preAuthorisationUse.count({ where: { authorisationId: id } })).toBe(5)
  })

  it('counts an effect once, however often its step begins again', async () => {
    const { id } = await grant({ perDay: 1 })
    const request = {
      node: 'update',
      connection: 'crm',
      connectionName: 'CRM',
      endpoint: (await bench.driver.engine.connectors.endpoint(bench.workspaceId, 'crm', undefined)) ?? '',
      method: 'PATCH',
      path: '/deals/D-1',
      summary: '',
      changes: [],
    }
    const use = (key: string) =>
      usePreAuthorisations(bench.db, bench.workspaceId, ['writer'], key, request, {})
    expect((await use('run:update:0'))?.get('writer')?.id).toBe(id)
    expect((await use('run:update:0'))?.get('writer')?.id).toBe(id)
    expect(await use('run:update:1')).toBeUndefined()
    // Of two agents all or none counts.
    expect(
      await usePreAuthorisations(bench.db, bench.workspaceId, ['other', 'writer'], 'run:x:0', request, {}),
    ).toBeUndefined()
    expect(await bench.db.prisma.preAuthorisationUse.count({ where: { authorisationId: id } })).toBe(1)
  })
})

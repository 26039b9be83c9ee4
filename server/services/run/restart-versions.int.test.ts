import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Bundle } from '@/domain/team/bundle'
import { inDatabase } from '@/server/db/url'
import { dealBundle, note } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { Sequencer } from '@/server/record/sequencer'
import { exportRecord } from '../record/export'
import { restartOptions } from './restart-options'
import { restartRun } from './restart'
import { takingUp } from './testing/given-up'

const D1 = { deal_id: 'D-1' }
const patient = (more: object = {}) => dealBundle({ agent: { retries: 0, repairs: 0 }, ...more })
/** With another limit for amounts, which the agent's draft goes by. */
const amounts = (schema: object): Bundle => ({
  ...patient(),
  contracts: {
    ...patient().contracts,
    'deal.note@1': {
      ...note,
      schema: { ...note.schema, properties: { ...(note.schema['properties'] as object), amount: schema } },
    },
  },
})
const AMOUNT = { type: 'number', 'x-classification': 'internal' }

let bench: EngineBench
let up: ReturnType<typeof takingUp>
let work: string
let admin: pg.Pool
beforeAll(async () => {
  bench = await startEngineBench()
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['DATABASE_URL'] ??= String(bench.db.pool.options.connectionString)
  const { rows } = await bench.db.pool.query<{ name: string }>('select current_database() name')
  admin = new pg.Pool({
    connectionString: inDatabase(inject('cluster').adminUrl, rows[0]?.name ?? ''),
    max: 2,
  })
  up = takingUp(bench)
  work = mkdtempSync(join(tmpdir(), 'baton-restart-'))
  for (const slug of ['wider', 'narrower', 'asks-more', 'renamed', 'told', 'fed'])
    await bench.team(slug, patient())
})
afterAll(async () => {
  rmSync(work, { recursive: true })
  await admin.end()
  await bench.close()
})

/** A run that stopped at its update, with a draft that went by the rules. */
async function stoppedAtUpdate(team: string) {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 900 }))
  bench.service.answers.push(404)
  const failed = await up.givenUp(team, D1)
  expect(failed).toMatchObject({ status: 'failed', outcome: { node: 'update' } })
  return failed
}
const current = (id: string) => restartRun(up.operator, { id, from: 'step', version: 'current' })

it('goes on in the version that is published now, where that stands for what happened', async () => {
  const failed = await stoppedAtUpdate('wider')
  const to = await up.publish('wider', {
    ...amounts(AMOUNT),
    nodes: { ...patient().nodes, ...patient({ action: { path: '/v2/deals/{{ draft.deal_id }}' } }).nodes },
  })
  expect(await restartOptions(up.operator, { id: failed.id })).toMatchObject({
    same: { number: 1 },
    current: { number: 2 },
    step: { same: [], current: [] },
  })
  await current(failed.id)
  const run = await bench.settled(failed.id)
  expect(run).toMatchObject({
    status: 'done',
    version: { id: to, number: 2 },
    continued: [{ before: { number: 1 }, now: { id: to, number: 2 } }],
  })
  expect(bench.service.arrivals.at(-1)).toMatchObject({ path: '/v2/deals/D-1' })
  const entries = await bench.db.prisma.recordEntry.findMany({
    where: { runId: run.id },
    orderBy: { id: 'asc' },
  })
  const versions = entries.map(({ kind, body }) => {
    const { version } = JSON.parse(Buffer.from(body).toString()) as { version?: string }
    return `${kind} ${version === run.version.digest ? 2 : 1}`
  })
  expect(versions.slice(-4)).toEqual([
    'run.resumed 2',
    'effect.intended 2',
    'step.completed 2',
    'run.ended 2',
  ])
})

it('is refused with the reasons where the version does not, and goes on in its own', async () => {
  const cases: [string, Bundle, string][] = [
    ['narrower', amounts({ ...AMOUNT, minimum: 0, maximum: 5 }), 'What “Draft” wrote need not fit any more'],
    [
      'asks-more',
      (() => {
        const bundle = patient()
        const rules = bundle.nodes['checks']
        if (rules?.kind === 'rules') rules.rules = []
        return bundle
      })(),
      '“Checks” asks for something else than what it let through.',
    ],
    [
      'renamed',
      (() => {
        const bundle = JSON.parse(JSON.stringify(patient()).replaceAll('"update"', '"updating"')) as Bundle
        return bundle
      })(),
      '“Update”, which it stands at, is not there any more.',
    ],
  ]
  for (const [team, bundle, says] of cases) {
    const failed = await stoppedAtUpdate(team)
    await up.publish(team, bundle)
    await expect(current(failed.id)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(says) as string,
      problems: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining(says) as string }),
      ]) as unknown,
    })
    const { step, start } = await restartOptions(up.operator, { id: failed.id })
    expect(step.current.join()).toContain(says)
    expect([step.same, start.current]).toEqual([[], []])
    await restartRun(up.operator, { id: failed.id, from: 'step' })
    expect(await bench.settled(failed.id)).toMatchObject({ status: 'done', version: { number: 1 } })
  }
})

it('what was approved is what is sent, whatever the version makes of it', async () => {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  bench.service.answers.push(404)
  const id = await up.start('told', D1)
  await bench.settled(id)
  await up.answer(id, 'approve')
  expect(await up.answer(id, 'reject')).toMatchObject({ status: 'failed', outcome: { node: 'update' } })
  await up.publish('told', patient({ action: { path: '/elsewhere/{{ draft.deal_id }}' } }))
  const arrived = bench.service.arrivals.length
  await current(id)
  const asked = await bench.settled(id)
  expect(asked.reviews.at(-1)).toMatchObject({
    status: 'open',
    reason: 'What would be sent is not what was approved.',
  })
  expect(bench.service.arrivals).toHaveLength(arrived)
})

it('starts once more in its own version though that is not published any more, or in the current one', async () => {
  bench.server.script('m-one', { say: 'nonsense' })
  const failed = await up.givenUp('fed', D1)
  const bundle = patient()
  bundle.contracts['deal.ask@1'] = {
    ...note,
    name: 'deal.ask',
    schema: { type: 'object', properties: { other: { type: 'string' } }, required: ['other'] },
  }
  const to = await up.publish('fed', bundle)
  await expect(
    restartRun(up.operator, { id: failed.id, from: 'start', version: 'current' }),
  ).rejects.toMatchObject({ code: 'invalid', problems: [{ pointer: expect.any(String) as string }] })
  expect((await restartOptions(up.operator, { id: failed.id })).start).toMatchObject({
    same: [],
    current: expect.arrayContaining([expect.stringContaining('deal.ask')]) as unknown,
  })
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 900 }))
  const same = await restartRun(up.operator, { id: failed.id, from: 'start', version: 'same' })
  expect(await bench.settled(same.id)).toMatchObject({ status: 'done', version: { number: 1 } })
  const wider = await up.publish('fed', patient({ human: { question: 'Really?' } }))
  const next = await restartRun(up.operator, { id: failed.id, from: 'start', version: 'current' })
  expect(await bench.settled(next.id)).toMatchObject({ status: 'done', version: { id: wider, number: 3 } })
  expect(wider).not.toBe(to)
})

it('leaves a record that verifies offline', async () => {
  const sequencer = new Sequencer(admin)
  while ((await bench.db.prisma.recordEntry.count({ where: { seq: null } })) > 0) await sequencer.sequence()
  const dir = join(work, 'export')
  await exportRecord(bench.context(['auditor']), { dir, privates: true })
  const { stdout } = await promisify(execFile)(process.execPath, [join(dir, 'verify.mjs'), dir])
  expect(stdout).toMatch(/^SOUND$/m)
  const kinds = await bench.db.prisma.recordEntry.groupBy({ by: ['kind'] })
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['run.resumed', 'run.restarted']))
})

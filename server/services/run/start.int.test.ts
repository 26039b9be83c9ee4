import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { startAs, startRun } from './start'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 }))
})
afterAll(() => bench.close())

it('starts what is published now, also when the team changed since it was last started', async () => {
  const { prisma } = bench.db
  const start = async (more: object = {}) => {
    const ctx = bench.context(['operator'])
    const { id } = await startRun(ctx, { team: 'deals', input: { deal_id: 'D-1', ...more } })
    return prisma.run.findUniqueOrThrow({ where: { id } })
  }
  const first = await start()
  await expect(start({ region: 'EU' })).rejects.toMatchObject({ code: 'invalid' })
  const {
    id: _id,
    approvedBy: _none,
    changed: _unknown,
    ...version
  } = await prisma.teamVersion.findUniqueOrThrow({
    where: { id: first.versionId },
  })
  const second = newId('ver')
  const bundle = dealBundle()
  const properties = bundle.contracts['deal.ask@1']?.schema['properties']
  Object.assign(properties as object, { region: { type: 'string', maxLength: 2 } })
  await prisma.teamVersion.create({
    data: {
      ...version,
      id: second,
      number: 2,
      bundle: bundle as object,
      document: {},
      publishedBy: {},
    },
  })
  const where = { id: first.teamId }
  await prisma.team.update({ where, data: { publishedId: second } })
  expect((await start({ region: 'EU' })).versionId).toBe(second)
  await expect(start({ region: 'Europe' })).rejects.toMatchObject({ code: 'invalid' })
  await prisma.team.update({ where, data: { slug: 'renamed' } })
  await expect(start()).rejects.toMatchObject({ code: 'not_found' })
  await prisma.team.update({ where, data: { slug: 'deals', archivedAt: new Date() } })
  await expect(start()).rejects.toMatchObject({ code: 'not_found' })
})

/** Keys as they stood before the migration that set them apart, and what it makes of them. */
async function asBefore(): Promise<void> {
  const { pool } = bench.db
  await pool.query("update run set key_space = 'caller'")
  const path = 'prisma/migrations/20261123130000_mends_of_runs/migration.sql'
  const updates = (await readFile(path, 'utf8')).match(/^UPDATE run[^;]+;/gm) ?? []
  expect(updates).toHaveLength(2)
  for (const each of updates) await pool.query(each)
}

it('finds the run of a key that was used before keys were set apart, whoever chose it', async () => {
  const { prisma } = bench.db
  const ctx = bench.context(['operator'])
  const { workspace } = ctx
  if (!workspace) throw new Error('the bench has a workspace')
  await bench.team('hooked', dealBundle())
  const { id: teamId } = await prisma.team.findFirstOrThrow({ where: { slug: 'hooked' } })
  await prisma.teamTrigger.create({
    data: {
      ...{ id: 'trg_1', workspaceId: workspace.id, teamId, kind: 'webhook', name: 'Desk' },
      ...{ config: {}, createdBy: {} },
    },
  })
  const key = { team: 'hooked', input: { deal_id: 'D-1' } }
  const own = () => startRun(ctx, { ...key, idempotencyKey: 'mine' })
  const fired = () =>
    startAs(
      { ...ctx, workspace, actor: { kind: 'system', id: 'trg_1', name: 'Webhook Desk' } },
      { ...key, idempotencyKey: 'webhook:trg_1:m-1', trigger: 'trg_1', keySpace: 'trigger' },
    )
  const before = [await own(), await fired()]
  await asBefore()
  expect([await own(), await fired()]).toEqual(before.map(({ id }) => ({ id, created: false })))
  expect(await startRun(ctx, { ...key, idempotencyKey: 'webhook:trg_1:m-1' })).toMatchObject({
    created: true,
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { startRun } from './start'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 }))
})
afterAll(() => bench.close())

it('starts what is published now, also when the team changed since it was last started', async () => {
  const { prisma } = bench.db
  const start = async () => {
    const ctx = bench.context(['operator'])
    const { id } = await startRun(ctx, { team: 'deals', input: { deal_id: 'D-1' } })
    return prisma.run.findUniqueOrThrow({ where: { id } })
  }
  const first = await start()
  const { id: _id, ...version } = await prisma.teamVersion.findUniqueOrThrow({
    where: { id: first.versionId },
  })
  const second = newId('ver')
  await prisma.teamVersion.create({
    data: {
      ...version,
      id: second,
      number: 2,
      bundle: version.bundle as object,
      document: {},
      publishedBy: {},
    },
  })
  const where = { id: first.teamId }
  await prisma.team.update({ where, data: { publishedId: second } })
  expect((await start()).versionId).toBe(second)
  await prisma.team.update({ where, data: { slug: 'renamed' } })
  await expect(start()).rejects.toMatchObject({ code: 'not_found' })
  await prisma.team.update({ where, data: { slug: 'deals', archivedAt: new Date() } })
  await expect(start()).rejects.toMatchObject({ code: 'not_found' })
})

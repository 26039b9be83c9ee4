import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Env } from '@/server/env'
import { ensureEnvProvider } from './env-provider'
import { box, startBench, type Bench } from './testing/fixtures'

let bench: Bench
beforeAll(async () => void (bench = await startBench()))
afterAll(() => bench.close())

const settings = (more: Partial<Env>): Env => ({ ...({} as Env), ...more })
const provider = () => bench.db.prisma.provider.findFirst({ where: { name: 'Environment' } })

it('makes the environment’s key a provider of the workspace, and follows it', async () => {
  bench.server.list('alpha-mini', 'whisper-9')
  expect(await ensureEnvProvider(bench.db, settings({}), box)).toBe(false)
  expect(await provider()).toBeNull()

  const given = { OPENAI_API_KEY: 'sk-one', OPENAI_BASE_URL: bench.server.baseUrl }
  expect(await ensureEnvProvider(bench.db, settings(given), box)).toBe(true)
  const first = await provider()
  expect(box.open(first?.keySealed ?? '')).toBe('sk-one')
  const models = () => bench.db.prisma.model.findMany({ where: { providerId: first?.id ?? '' } })
  expect(await models()).toMatchObject([{ name: 'alpha-mini', enabled: false, inMicrosPerMTok: null }])

  await bench.db.prisma.model.updateMany({ where: { name: 'alpha-mini' }, data: { tier: 'large' } })
  bench.server.list('alpha-mini', 'beta')
  await ensureEnvProvider(bench.db, settings({ ...given, OPENAI_API_KEY: 'sk-two' }), box)
  expect(box.open((await provider())?.keySealed ?? '')).toBe('sk-two')
  expect((await models()).map(({ name, tier }) => `${name} ${tier}`).sort()).toEqual([
    'alpha-mini large',
    'beta standard',
  ])
})

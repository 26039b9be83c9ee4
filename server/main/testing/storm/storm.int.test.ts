import { expect, it } from 'vitest'
import { createTestDatabase } from '@/server/db/testing/test-database'
import { runStorm } from './storm'

it('every run ends done or with a person, within the limits of the models, whatever these do', async () => {
  const database = await createTestDatabase()
  try {
    const { faults, figures } = await runStorm(
      { app: database.appUrl, sequencer: database.sequencerUrl },
      {
        seed: 3,
        runs: 20,
        workers: 4,
        seconds: 4,
        limits: { requestsPerMinute: 120, tokensPerMinute: 80_000, parallelCalls: 4 },
        settleSeconds: 90,
      },
    )
    expect(faults).toEqual([])
    expect(figures['runs']).toBe(20)
    const met = Object.keys(figures['behaviour'] as object)
    expect(met.length).toBeGreaterThan(8)
  } finally {
    await database.drop()
  }
}, 180_000)

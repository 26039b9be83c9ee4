import { expect, it } from 'vitest'
import { runChaos } from './chaos'

it('loses and doubles nothing while workers are killed and frozen and the database restarts', async () => {
  const { faults, figures, torment } = await runChaos({
    seed: 7,
    runs: 16,
    seconds: 18,
    workers: 2,
    settleSeconds: 60,
  })
  expect(faults).toEqual([])
  expect(figures['runs']).toBe(16)
  expect(torment.killed + torment.frozen).toBeGreaterThan(1)
}, 240_000)

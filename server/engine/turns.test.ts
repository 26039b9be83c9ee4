import { expect, it } from 'vitest'
import { takeTurn } from './turns'

const work = (ms: number) => {
  for (const until = performance.now() + ms; performance.now() < until;);
}

/** How many timers of a few milliseconds came while so many at once worked for so long each. */
async function timersBeside(
  count: number,
  ms: number,
  turn: () => Promise<void> | undefined,
): Promise<number> {
  let ticks = 0
  const timer = setInterval(() => ticks++, 2)
  await Promise.all(
    Array.from({ length: count }, async () => {
      const given = turn()
      if (given) await given
      work(ms)
    }),
  )
  clearInterval(timer)
  return ticks
}

it('lets timers come between activations that take long', async () => {
  expect(await timersBeside(6, 30, takeTurn)).toBeGreaterThanOrEqual(4)
  expect(await timersBeside(6, 30, () => undefined)).toBe(0)
})

it('makes nobody wait while they are quick', async () => {
  await new Promise(setImmediate)
  expect(Array.from({ length: 5 }, () => takeTurn())).toEqual(Array.from({ length: 5 }))
})

import { pause } from './pause'
import type { PoolBudget } from './port'

const FIRST_MS = 250
const LONGEST_MS = 2000
const PATIENCE_MS = 20_000

/**
 * Reserves, and waits while only the reservations of calls under way stand in the way: these are worst cases, and most of
 * their money comes back within seconds. Money that is spent does not.
 * @param reserve one try, as `Turn.next`
 * @param timeoutMs of the call: it is not waited for longer than for its answer, and no longer than 20 s
 * @returns what the last try gave
 * @throws the signal's reason
 */
export async function reserveInTime<T extends object>(
  reserve: () => Promise<T | { refusal: PoolBudget }>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T | { refusal: PoolBudget }> {
  const until = performance.now() + Math.min(PATIENCE_MS, timeoutMs)
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    const reserved = await reserve()
    const left = until - performance.now()
    if (!('refusal' in reserved) || !hasRoomLater(reserved.refusal) || left <= 0) return reserved
    // Not all that wait come back in one moment: most would stand in each other's way again.
    await pause(Math.min(wait * (0.5 + Math.random() / 2), left), signal)
  }
}

/** Whether it would fit, were nothing reserved. */
const hasRoomLater = ({ capMicros, spentMicros, neededMicros }: PoolBudget): boolean =>
  BigInt(spentMicros) + BigInt(neededMicros) <= BigInt(capMicros)

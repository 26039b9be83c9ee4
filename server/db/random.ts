import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8192)
let used = pool.length

/** `count` random bytes. Asking the system for thousands at a time costs a tenth of asking each time. */
export function takeRandom(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const taken = Buffer.from(pool.subarray(used, used + count))
  // What was handed out does not stay behind.
  pool.fill(0, used, used + count)
  used += count
  return taken
}

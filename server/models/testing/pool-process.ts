import { setTimeout as sleep } from 'node:timers/promises'
import { createSecretBox } from '@/server/auth/secret-box'
import { openDb } from '@/server/db/client'
import { createModelPool, PoolError, type ModelRequest } from '../pool'

/** What a process of its own is told to do: so many requests at once, each again and again until `untilMs` is over. */
export interface Errand {
  times: number
  request: Omit<ModelRequest, 'signal'>
  /** Milliseconds for which requests that were refused for now come again; then they end. */
  untilMs: number
}
/** How its requests ended. */
export interface ErrandDone {
  answered: number
  refused: number
  /** Messages of what should not happen. */
  odd: string[]
}

const db = openDb(process.env['POOL_DATABASE_URL'] ?? '', 10)
const secret = process.env['POOL_SECRET_KEY'] ?? ''
const pool = createModelPool({ db, secrets: () => createSecretBox(secret) })

async function run({ times, request, untilMs }: Errand): Promise<ErrandDone> {
  const done: ErrandDone = { answered: 0, refused: 0, odd: [] }
  const end = Date.now() + untilMs
  const one = async () => {
    for (;;) {
      try {
        await pool.ask({ ...request, signal: new AbortController().signal })
        return void done.answered++
      } catch (error) {
        const wait = error instanceof PoolError ? error.retryAfterMs : undefined
        if (wait === undefined) return void done.odd.push(String(error))
        if (Date.now() + wait > end) return void done.refused++
        await sleep(wait)
      }
    }
  }
  await Promise.all(Array.from({ length: times }, one))
  return done
}

process.on('message', (errand: Errand) => {
  void run(errand).then((done) => process.send?.(done))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

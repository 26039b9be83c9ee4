// The practice services as a process of the installation; it ends with its parent.
import { join } from 'node:path'
import { openDb } from '@/server/db/client'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { ensureEnvProvider } from '@/server/models/env-provider'
import { startPractice } from '@/prisma/seed/start-practice'

const db = openDb(env().DATABASE_URL, 3)
const given = process.env['BATON_SANDBOX_DELAY_MS']
const practice = await startPractice({
  db,
  dir: join(process.env['BATON_STATE_DIR'] ?? '.baton', 'practice'),
  delayMs: given ? Number(given) : undefined,
})
log.info({ port: practice.port }, 'practice services ready')
process.send?.('ready')
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void practice
      .stop()
      .then(() => db.close())
      .finally(() => process.exit(0))
  })
}
await ensureEnvProvider(db).catch((error: unknown) =>
  log.warn({ err: error }, 'the provider of the environment was not added'),
)

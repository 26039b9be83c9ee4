import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEmbeddedPostgres, type EmbeddedPostgres } from '@/server/db/embedded/open'
import { ensureLogins, loginConnections } from '@/server/db/logins'
import { migrateDatabase } from '@/server/db/migrate'
import { inDatabase } from '@/server/db/url'
import { saying } from '@/server/engine/testing/engine-bench'
import { startInstallation } from './testing/installation'

/** As long as the check by hand: AWAY_SECONDS=60 npx vitest run --project integration server/main/database-away.int.test.ts */
const AWAY_MS = Number(process.env['AWAY_SECONDS'] ?? 10) * 1000
const RUNS = 20

let stateDir: string
let server: EmbeddedPostgres
let baton: Awaited<ReturnType<typeof startInstallation>>
beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'baton-away-'))
  server = await openEmbeddedPostgres(stateDir)
  const url = inDatabase(server.adminUrl, 'baton')
  await migrateDatabase(url)
  await ensureLogins(url, server.secrets)
  baton = await startInstallation(loginConnections(url, server.secrets).app)
}, 60_000)
afterAll(async () => {
  await baton.close()
  await server.stop()
  rmSync(stateDir, { recursive: true, force: true })
  if (server.elsewhere) rmSync(server.elsewhere, { recursive: true, force: true })
}, 60_000)

it(
  'a worker waits for a database that is gone, and goes on where it was',
  async () => {
    // Answers come while the database is away: what was paid for is kept.
    baton.server.script('m-one', { ...saying({ deal_id: 'D-1', amount: 10 }), delayMs: 3000 })
    const worker = baton.worker()
    await worker.ready
    await Promise.all(Array.from({ length: RUNS }, () => baton.start()))
    await expect.poll(() => baton.server.seen.length, { timeout: 15_000 }).toBe(RUNS)

    await server.stop()
    await sleep(AWAY_MS)
    await server.restart()
    const back = Date.now()
    await expect
      .poll(() => baton.db.prisma.run.count({ where: { status: 'done' } }).catch(() => 0), {
        timeout: 30_000,
        interval: 50,
      })
      .toBe(RUNS)
    const went = Date.now() - back
    // Work that begins now is found at once again: pools, lanes and LISTEN are there.
    const since = Date.now()
    await baton.start()
    await expect.poll(() => baton.server.seen.length, { timeout: 10_000, interval: 10 }).toBe(RUNS + 1)
    const first = Date.now() - since
    await expect
      .poll(() => baton.db.prisma.run.count({ where: { status: 'done' } }), { timeout: 15_000 })
      .toBe(RUNS + 1)

    expect(worker.process.exitCode).toBeNull()
    expect(baton.service.arrivals.map(({ key }) => key).toSorted()).toEqual(
      [...new Set(baton.service.arrivals.map(({ key }) => key))].toSorted(),
    )
    expect(baton.service.arrivals).toHaveLength(RUNS + 1)
    // No model was asked again for what it had answered.
    expect(baton.server.seen).toHaveLength(RUNS + 1)
    const said = worker.lines.filter(({ msg }) => msg.startsWith('the database'))
    expect(said.map(({ msg }) => msg)).toEqual([
      'the database cannot be reached; waiting for it',
      'the database is back',
    ])
    expect(worker.lines.filter(({ level }) => level > 30)).toHaveLength(1)
    if (process.env['AWAY_SECONDS'])
      console.log({ away: AWAY_MS, all: went, next: first, lines: worker.lines.length })
    expect(went).toBeLessThan(15_000)
    expect(first).toBeLessThan(2000)
    worker.process.kill('SIGTERM')
    expect(await worker.ended).toEqual({ code: 0, signal: null })
  },
  AWAY_MS + 90_000,
)

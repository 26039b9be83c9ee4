import { setTimeout as sleep } from 'node:timers/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedPostgres, type EmbeddedPostgres } from '@/server/db/embedded/open'
import { ensureLogins, loginConnections } from '@/server/db/logins'
import { migrateDatabase } from '@/server/db/migrate'
import { inDatabase } from '@/server/db/url'
import { Random } from '@/server/practice/random'
import { startInstallation } from '../installation'
import { checkAll, type ChaosFindings } from './checks'
import type { Order } from './order'
import { approveAll } from './people'
import { Tormentor, type Torment } from './tormentor'
import { ANSWERS, chaosTeam } from './team'

export interface ChaosOptions {
  seed: number
  runs: number
  /** How long workers and the database are tormented. */
  seconds: number
  workers: number
  /** How long everything may take to come to its end afterwards. */
  settleSeconds: number
  say?: (line: string) => void
}

export interface ChaosReport extends ChaosFindings {
  seed: number
  torment: Torment
  /** Until every run was over, after the torment ended. */
  settledSeconds: number
  /** Deliveries of an effect beyond its first, all under the same key. */
  repeated: number
}

/**
 * Runs a team with lanes, items, a loop, people and effects on real worker processes while these and their database are
 * killed, frozen and restarted, and then looks whether anything was lost, doubled or left over. The order of what is
 * done to them follows from the seed; what they are doing at that moment does not.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { say = () => undefined } = options
  const stateDir = mkdtempSync(join(tmpdir(), 'baton-chaos-'))
  const postgres = await openEmbeddedPostgres(stateDir)
  try {
    return await underTorment(options, postgres, say)
  } finally {
    await postgres.stop()
    rmSync(stateDir, { recursive: true, force: true })
    if (postgres.elsewhere) rmSync(postgres.elsewhere, { recursive: true, force: true })
  }
}

async function underTorment(
  { seed, runs, seconds, workers, settleSeconds }: ChaosOptions,
  postgres: EmbeddedPostgres,
  say: (line: string) => void,
): Promise<ChaosReport> {
  const random = new Random(seed)
  const url = inDatabase(postgres.adminUrl, 'baton')
  await migrateDatabase(url)
  await ensureLogins(url, postgres.secrets)
  const { app, sequencer } = loginConnections(url, postgres.secrets)
  const baton = await startInstallation(app, {
    slug: 'chaos',
    bundle: chaosTeam(),
    models: Object.keys(ANSWERS),
    env: { SEQUENCER_DATABASE_URL: sequencer },
  })
  const tormentor = new Tormentor(baton, postgres, random, say)
  const people = new AbortController()
  try {
    for (const [model, move] of Object.entries(ANSWERS)) baton.server.script(model, move)
    await tormentor.hire(workers)
    const deciding = approveAll(baton, people.signal)
    const orders = ordersOf(runs, random)
    const until = Date.now() + seconds * 1000
    const starting = startAll(baton, orders, (seconds * 1000 * 0.6) / runs)
    await tormentor.until(until)
    await starting
    await tormentor.rest(workers)
    const ended = Date.now()
    const over = await allOver(baton, runs, settleSeconds, say)
    const settledSeconds = (Date.now() - ended) / 1000
    say(
      over
        ? `all ${runs} runs are over after ${settledSeconds.toFixed(1)} s of rest`
        : 'not all runs came to an end',
    )
    const findings = await checkAll(baton, orders, over)
    const torment = tormentor.report()
    findings.faults.push(...torment.died.map((how) => `a worker ended by itself, ${how}`))
    people.abort()
    await deciding
    const keys = new Set(baton.service.arrivals.map(({ key }) => key))
    return {
      seed,
      torment,
      settledSeconds,
      repeated: baton.service.arrivals.length - keys.size,
      ...findings,
    }
  } finally {
    people.abort()
    await baton.close()
  }
}

const ordersOf = (count: number, random: Random): Order[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `O-${i}`,
    skus: Array.from({ length: random.int(1, 4) }, (_unused, line) => `S-${i}-${line}`),
  }))

/** Starts them one after the other; a start that the database's absence refuses is tried again under the same key. */
async function startAll(
  baton: Awaited<ReturnType<typeof startInstallation>>,
  orders: Order[],
  everyMs: number,
): Promise<void> {
  for (const order of orders) {
    const input = { id: order.id, lines: order.skus.map((sku) => ({ sku })) }
    for (let tries = 0; order.run === undefined; tries++) {
      try {
        order.run = await baton.start(input, order.id)
      } catch (error) {
        if (tries > 300) throw error
        await sleep(200)
      }
    }
    await sleep(everyMs)
  }
}

async function allOver(
  { db }: Awaited<ReturnType<typeof startInstallation>>,
  runs: number,
  seconds: number,
  say: (line: string) => void,
): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000
  for (let said = 0; Date.now() < deadline;) {
    const over = await db.prisma.run.count({ where: { status: 'done' } }).catch(() => 0)
    if (over === runs) return true
    if (Date.now() - said > 5000) {
      say(`${over} of ${runs} runs are over`)
      said = Date.now()
    }
    await sleep(200)
  }
  return false
}

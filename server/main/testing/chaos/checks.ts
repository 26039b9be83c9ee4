import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stateAt, type State, type StatePatch } from '@/domain/state/patch'
import { canonicalJson, type JsonValue } from '@/domain/record/canonical'
import { exportRecord } from '@/server/services/record/export'
import type { startInstallation } from '../installation'
import type { Order } from './order'
import { effectsOf } from './team'

type Baton = Awaited<ReturnType<typeof startInstallation>>

export interface ChaosFindings {
  /** What is wrong; empty when nothing was lost, doubled or left over. */
  faults: string[]
  figures: Record<string, number>
}

/** After their deadline by a minute, reservations of the dead are reaped; the models may take five seconds. */
const REAPED_WITHIN_MS = 90_000

/** Looks at everything that is left behind. @param over whether every run came to its end in time */
export async function checkAll(
  baton: Baton,
  orders: readonly Order[],
  over: boolean,
): Promise<ChaosFindings> {
  const faults: string[] = over ? [] : await unfinished(baton)
  const figures: Record<string, number> = {}
  for (const check of [starts, effects, joins, states, ledger, record]) {
    const found = await check(baton, orders)
    faults.push(...found.faults.slice(0, 20))
    Object.assign(figures, found.figures)
  }
  return { faults, figures }
}

async function unfinished({ db }: Baton): Promise<string[]> {
  const { rows } = await db.pool.query<{ line: string }>(
    `select r.id || ' is ' || r.status || ' at ' || coalesce(string_agg(b.branch || ' ' || b.node || ' ' || b.status, ', '), 'nothing') line
       from run r left join branch b on b.run_id = r.id and b.status in ('ready', 'waiting')
      where r.status <> 'done' group by r.id limit 20`,
  )
  return rows.map(({ line }) => line)
}

/** Every order runs once, and came to its good end. */
async function starts({ db }: Baton, orders: readonly Order[]): Promise<ChaosFindings> {
  const runs = await db.prisma.run.findMany({ select: { id: true, outcome: true } })
  const started = new Set(orders.map(({ run }) => run))
  const faults = runs.filter(({ id }) => !started.has(id)).map(({ id }) => `${id} was started by nobody`)
  if (runs.length !== orders.length) faults.push(`${orders.length} orders made ${runs.length} runs`)
  for (const { id, outcome } of runs)
    if ((outcome as { result?: string } | null)?.result !== 'done')
      faults.push(`${id} came to ${JSON.stringify(outcome)}`)
  const steps = await db.prisma.step.count()
  const failed = await db.prisma.step.count({ where: { status: 'failed' } })
  return { faults, figures: { runs: runs.length, steps, failedAttempts: failed } }
}

/** Each effect was applied once: one key for it, with the same body whenever it arrived. */
async function effects({ db, service }: Baton, orders: readonly Order[]): Promise<ChaosFindings> {
  const faults: string[] = []
  const byPath = new Map<string, Map<string, Set<string>>>()
  for (const { path, key, body } of service.arrivals) {
    const keys = byPath.get(path) ?? new Map<string, Set<string>>()
    byPath.set(path, keys)
    keys.set(key, (keys.get(key) ?? new Set()).add(JSON.stringify(body)))
  }
  const expected = orders.flatMap(({ id, skus }) => effectsOf(id, skus))
  for (const path of expected) {
    const keys = byPath.get(path)
    if (!keys) faults.push(`${path} never arrived`)
    else if (keys.size > 1) faults.push(`${path} arrived under ${keys.size} keys`)
    else for (const [key, bodies] of keys) if (bodies.size > 1) faults.push(`${key} arrived with two bodies`)
  }
  const known = new Set(expected)
  for (const path of byPath.keys()) if (!known.has(path)) faults.push(`${path} was asked for by nobody`)
  const open = await db.prisma.effect.count({ where: { status: { not: 'done' } } })
  if (open > 0) faults.push(`${open} effects are not settled`)
  return { faults, figures: { effects: expected.length, deliveries: service.arrivals.length } }
}

/** Every fork fired once and let one token on. */
async function joins({ db }: Baton): Promise<ChaosFindings> {
  const { rows } = await db.pool.query<{ fork: string; run_id: string; status: string; fired: number }>(
    `select f.fork, f.run_id, f.state->>'status' status, count(s.node)::int fired from fork f
       left join step s on s.run_id = f.run_id and s.node = f.join_node and s.status = 'done'
         and s.result->'joined'->>'fork' = f.fork
      group by f.run_id, f.fork, f.state`,
  )
  const faults = rows
    .filter(({ status, fired }) => status !== 'fired' || fired !== 1)
    .map(({ run_id: run, fork, status, fired }) => `${run} ${fork} is ${status} and fired ${fired} times`)
  return { faults, figures: { forks: rows.length } }
}

/** Versions of each state without a gap, whose patches lead to the state that the run has. */
async function states({ db }: Baton): Promise<ChaosFindings> {
  const faults: string[] = []
  const runs = await db.prisma.run.findMany({ select: { id: true, state: true, stateVersion: true } })
  let versions = 0
  for (const { id, state, stateVersion } of runs) {
    const rows = await db.prisma.stateVersion.findMany({ where: { runId: id }, orderBy: { version: 'asc' } })
    versions += rows.length
    if (rows.some(({ version }, i) => version !== i + 1) || rows.length !== stateVersion) {
      faults.push(`${id} has ${rows.length} versions of its state, and stands at ${stateVersion}`)
      continue
    }
    const made: State = stateAt(
      rows.map(({ patch }) => patch as unknown as StatePatch),
      stateVersion,
    )
    if (canonicalJson(made as JsonValue) !== canonicalJson(state as JsonValue))
      faults.push(`${id} is not in the state that its versions lead to`)
  }
  return { faults, figures: { stateVersions: versions } }
}

/** Nothing stays reserved, and what was spent is what the calls cost. */
async function ledger({ db }: Baton): Promise<ChaosFindings> {
  const figures = async () => {
    const { rows } = await db.pool.query<{ reserved: number; calls: number; lost: number; uneven: number }>(
      `select (select count(*)::int from model_call where status = 'reserved') reserved,
         (select count(*)::int from model_call) calls,
         (select count(*)::int from model_call where status = 'reaped') lost,
         (select count(*)::int from run r where r.spent_micros <>
           (select coalesce(sum(cost_micros), 0) from model_call c where c.run_id = r.id)) uneven`,
    )
    return rows[0] ?? { reserved: 0, calls: 0, lost: 0, uneven: 0 }
  }
  const deadline = Date.now() + REAPED_WITHIN_MS
  let now = await figures()
  while (now.reserved > 0 && Date.now() < deadline) {
    await sleep(500)
    now = await figures()
  }
  const faults = now.reserved > 0 ? [`${now.reserved} calls are still reserved`] : []
  if (now.uneven > 0) faults.push(`${now.uneven} runs have spent something else than their calls cost`)
  return { faults, figures: { modelCalls: now.calls, reapedCalls: now.lost } }
}

/** The record is numbered to its end and verifies offline. */
async function record({ db, person }: Baton): Promise<ChaosFindings> {
  const dir = mkdtempSync(join(tmpdir(), 'baton-chaos-record-'))
  try {
    for (let tries = 0; tries < 100; tries++) {
      const open = await db.prisma.recordEntry.count({ where: { seq: null } })
      if (open === 0) break
      await sleep(200)
    }
    const { entries } = await exportRecord(person(['auditor'], 'usr_auditor'), { dir: join(dir, 'record') })
    const verified = spawnSync(process.execPath, ['public/verify.mjs', join(dir, 'record')], {
      encoding: 'utf8',
    })
    const faults = verified.status === 0 ? [] : [`the record does not verify: ${verified.stdout.slice(-300)}`]
    return { faults, figures: { recordEntries: entries } }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

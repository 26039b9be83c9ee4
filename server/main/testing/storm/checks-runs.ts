import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallSummary, StepResult } from '@/domain/run/step'
import type { Context } from '@/server/services/context'
import { exportRecord } from '@/server/services/record/export'
import type { startService } from './service'

export interface Findings {
  /** What is wrong; empty when all is well. */
  faults: string[]
  figures: Record<string, unknown>
}

type Ctx = Pick<Context, 'db'>

/** Done, ended by its own rejection, or with a person who is asked something: nothing between, nothing left over. */
export async function ends({ db }: Ctx): Promise<Findings> {
  const { rows } = await db.pool.query<{
    id: string
    end: string
    open: number
    stuck: number
    forks: number
  }>(
    `select r.id, case when r.status = 'done' then coalesce(r.outcome->>'result', 'done') else r.status end as end,
       (select count(*)::int from review v where v.run_id = r.id and v.status = 'open') open,
       (select count(*)::int from branch b where b.run_id = r.id and (b.status = 'ready' or b.status = 'waiting'
         and not exists (select from review v where v.run_id = r.id and v.branch = b.branch and v.status = 'open'))) stuck,
       (select count(*)::int from fork f where f.run_id = r.id and f.state->>'status' = 'open') forks
     from run r`,
  )
  const faults: string[] = []
  const count: Record<string, number> = {}
  for (const { id, end, open, stuck, forks } of rows) {
    const name = end === 'waiting' ? 'with_a_person' : end
    count[name] = (count[name] ?? 0) + 1
    if (!['done', 'rejected', 'waiting'].includes(end)) faults.push(`${id} is ${end}`)
    if (end === 'waiting' && open === 0) faults.push(`${id} waits for nobody`)
    if (stuck > 0) faults.push(`${id} has ${stuck} branches that nobody drives and no person is asked about`)
    if (end !== 'waiting' && forks > 0) faults.push(`${id} is over with ${forks} open forks`)
    if (end !== 'waiting' && open > 0) faults.push(`${id} is over with ${open} open reviews`)
  }
  const live = await db.pool.query<{ count: number }>(
    "select count(*)::int count from branch where status = 'ready'",
  )
  if (live.rows[0]?.count) faults.push(`${live.rows[0].count} branches are left over`)
  const asked = await db.prisma.review.groupBy({ by: ['kind'], where: { status: 'open' }, _count: true })
  return {
    faults,
    figures: {
      ends: count,
      asked: Object.fromEntries(asked.map(({ kind, _count }) => [kind, _count])),
    },
  }
}

/** Where what a step did is said by more than that it was done. */
const ENTRIES: Record<string, string> = { trigger: 'run.started', end: 'run.ended', human: 'review.decided' }

/** What starts and ends a run is told of once; all else with its visit and attempt. */
const keyOf = (kind: string, run: unknown, ...rest: unknown[]): string =>
  kind === 'run.started' || kind === 'run.ended' ? `${String(run)} ${kind}` : [run, ...rest, kind].join(' ')

/** Every attempt is a row and an entry, without a gap, and every call is told of by exactly one of them. */
export async function story({ db }: Ctx): Promise<Findings> {
  const faults: string[] = []
  const [steps, entries, calls] = await Promise.all([
    db.prisma.step.findMany(),
    db.prisma.recordEntry.findMany({ where: { runId: { not: null } } }),
    db.prisma.modelCall.findMany(),
  ])
  const told = new Map<string, number>()
  let [swapsTold, swapsMade] = [0, 0]
  for (const { body } of entries) {
    const entry = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>
    const { run, node, iteration, attempt, data } = entry as Record<string, string>
    const key = keyOf(String(entry['kind']), run, node, iteration, attempt)
    told.set(key, (told.get(key) ?? 0) + 1)
    swapsTold += ((data as unknown as { swaps?: unknown[] }).swaps ?? []).length
  }
  const attempts = new Map<string, number[]>()
  const shown = new Map<string, number>()
  const swaps: Record<string, number> = {}
  const failures: Record<string, number> = {}
  for (const { runId, node, iteration, attempt, kind, status, result } of steps) {
    const entry = status === 'failed' ? 'step.failed' : (ENTRIES[kind] ?? 'step.completed')
    const key = keyOf(entry, runId, node, iteration, attempt)
    if (told.get(key) !== 1) faults.push(`${key} is on the record ${told.get(key) ?? 0} times`)
    const visit = `${runId} ${node} ${iteration}`
    attempts.set(visit, [...(attempts.get(visit) ?? []), attempt])
    const { calls: made = [], failure } = result as unknown as StepResult & { calls?: CallSummary[] }
    if (status === 'failed') {
      const code = failure?.code ?? 'unsaid'
      failures[code] = (failures[code] ?? 0) + 1
    }
    for (const { id, because } of made) {
      shown.set(id, (shown.get(id) ?? 0) + 1)
      if (because) swaps[because] = (swaps[because] ?? 0) + 1
      if (because && status === 'done') swapsMade++
    }
  }
  for (const [visit, made] of attempts) {
    const [first = 0, ...rest] = made.toSorted((a, b) => a - b)
    if (rest.some((attempt, i) => attempt !== first + i + 1))
      faults.push(`${visit} lacks an attempt of ${made.join()}`)
  }
  // A lane that its join did without was broken off: what it asked is paid for, and is no step.
  const given = await db.prisma.branch.findMany({ where: { status: 'cancelled' } })
  const broken = new Set(given.map(({ runId, node, iteration }) => `${runId} ${node} ${iteration}`))
  let inBrokenLanes = 0
  for (const { id, runId, node, iteration } of calls) {
    const times = shown.get(id) ?? 0
    if (times === 0 && broken.has(`${runId} ${node} ${iteration}`)) inBrokenLanes++
    else if (times !== 1) faults.push(`call ${id} at ${node} is in ${times} steps`)
  }
  const rows = steps.filter(({ kind, status }) => status === 'failed' || !(kind in ENTRIES)).length
  const written = [...told].reduce(
    (sum, [key, times]) => (/ step\.(failed|completed)$/.test(key) ? sum + times : sum),
    0,
  )
  if (rows !== written) faults.push(`${written} entries tell of ${rows} steps`)
  if (swapsTold !== swapsMade) faults.push(`${swapsMade} models stood in, ${swapsTold} are on the record`)
  return {
    faults,
    figures: { steps: steps.length, failedAttempts: failures, swaps, callsInBrokenLanes: inBrokenLanes },
  }
}

/** Nothing stays reserved, what was spent is what the calls cost, and no cap was passed at any moment that was seen. */
export async function money({ db }: Ctx, overCap: number | undefined): Promise<Findings> {
  const { rows } = await db.pool.query<{
    reserved: number
    held: number
    uneven: number
    spent: string
    off: number
  }>(
    `select (select count(*)::int from model_call where status in ('reserved', 'reaped')) reserved,
       (select count(*)::int from budget_account where reserved_micros + earlier_micros + over_micros <> 0) held,
       (select count(*)::int from run r where r.spent_micros <>
         (select coalesce(sum(cost_micros), 0) from model_call c where c.run_id = r.id)) uneven,
       (select coalesce(sum(cost_micros), 0)::text from model_call) spent,
       (select count(*)::int from budget_account a join budget b on b.id = a.budget_id where b.scope = 'workspace'
         and a.spent_micros <> (select coalesce(sum(cost_micros), 0) from model_call)) off`,
  )
  const now = rows[0]
  const faults: string[] = []
  if (now?.reserved) faults.push(`${now.reserved} calls were never settled`)
  if (now?.held) faults.push(`${now.held} budgets still hold reservations`)
  if (now?.uneven) faults.push(`${now.uneven} runs have spent something else than their calls cost`)
  if (now?.off) faults.push('the budget of the workspace has spent something else than all calls cost')
  if (overCap !== undefined && overCap > 0) faults.push(`a hard cap was passed by ${overCap} micro-dollars`)
  return { faults, figures: { spentMicros: now?.spent } }
}

/** What was done outside was done once, under the key of exactly one effect, by one and the same request. */
export async function effects(
  { db }: Ctx,
  service: Awaited<ReturnType<typeof startService>>,
): Promise<Findings> {
  const faults: string[] = []
  const known = await db.prisma.effect.findMany()
  const keys = new Set(known.map(({ key }) => key))
  for (const { key, status } of known) {
    const delivered = service.byKey.get(key)
    if (status === 'done' && delivered?.carriedOut !== 1)
      faults.push(`${key} is done and was carried out ${delivered?.carriedOut ?? 0} times`)
    if (status === 'failed' && delivered?.carriedOut) faults.push(`${key} failed and was carried out`)
    if (status === 'intended' && delivered?.carriedOut)
      faults.push(`${key} is said to be open and was carried out`)
  }
  for (const [key, { requests }] of service.byKey) {
    if (!keys.has(key)) faults.push(`${key} is the key of no effect`)
    if (requests.size > 1) faults.push(`${key} arrived as ${requests.size} different requests`)
  }
  const statuses: Record<string, number> = {}
  for (const { status } of known) statuses[status] = (statuses[status] ?? 0) + 1
  const arrived = [...service.byKey.values()].reduce((sum, one) => sum + one.arrived, 0)
  return { faults, figures: { effects: statuses, effectsArrived: arrived, service: service.counts } }
}

/** The record is numbered to its end and verifies offline. */
export async function record(auditor: Context): Promise<Findings> {
  const dir = mkdtempSync(join(tmpdir(), 'baton-storm-record-'))
  try {
    const all = await auditor.db.prisma.recordEntry.count()
    for (let tries = 0; tries < 100; tries++) {
      if ((await auditor.db.prisma.recordEntry.count({ where: { seq: null } })) === 0) break
      await sleep(100)
    }
    const { entries } = await exportRecord(auditor, { dir: join(dir, 'record') })
    const verified = spawnSync(process.execPath, ['public/verify.mjs', join(dir, 'record')], {
      encoding: 'utf8',
    })
    const faults = entries === all ? [] : [`${all - entries} entries are not in the export`]
    if (verified.status !== 0) faults.push(`the record does not verify: ${verified.stdout.slice(-300)}`)
    return { faults, figures: { recordEntries: entries } }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

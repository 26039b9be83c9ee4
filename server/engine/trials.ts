import { isOver, type RunStatus } from '@/domain/run/history'
import type { EffectRequest, StepResult } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { Expectation } from '@/domain/team/case'
import { checkCase, passed, type Checked, type SeenRun } from '@/domain/team/case-result'
import { evaluateExpression } from '@/domain/expression/cel'
import { bounded } from '@/server/bounded'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'
import { bindingsOf } from './bindings'
import { cancelWithCalled } from './cancel-run'
import { ENGINE } from './commit'
import { storedVersion } from './versions'
import type { HistoryStep } from './entered'
import { tellWorkers } from './stops'
import { startAllQueued } from './trial-queue'

const AT_A_TIME = 50
/** A sleep that is over within this is waited for. */
const SOON_MS = 60_000
/** A try by hand that stands for longer is ended. */
const LONGEST_MS = 6 * 3_600_000

/** What a trial keeps of how its run stood; the state itself stays with the run. */
export type KeptSeen = Omit<SeenRun, 'bindings'>

/**
 * Looks at the trials under way: one whose run is over, or stands still where a case says how it must, is held against
 * what was expected, and its run ends with it. One by hand stays until it is over, so that whoever tries can answer in it.
 * Then those cases start whose turn it is.
 * @returns how many came to their end
 */
export async function settleTrials(db: Db): Promise<number> {
  const trials = await db.prisma.trial.findMany({
    where: { status: 'running', runId: { not: null } },
    // Cases end by themselves; tries by hand that stand for long must not keep them from being looked at.
    orderBy: [{ caseName: { sort: 'asc', nulls: 'last' } }, { startedAt: 'asc' }],
    take: AT_A_TIME,
  })
  let settled = 0
  for (const trial of trials) {
    const run = await db.prisma.run.findUnique({ where: { id: trial.runId ?? '' }, select: STANDING })
    if (!run) continue
    const over = isOver(run.status as RunStatus)
    const { expect } = trial.definition as { expect?: Expectation }
    if (!over && !expect) {
      if (trial.startedAt.getTime() < Date.now() - LONGEST_MS)
        await end(db, run, 'Nobody came back to this try.')
      continue
    }
    const seen = await seenRun(db, run)
    if (!seen) continue
    const checked = run.status === 'cancelled' || !expect ? undefined : await check(db, run, expect, seen)
    const status =
      run.status === 'cancelled' ? 'stopped' : !checked ? 'seen' : passed(checked) ? 'passed' : 'failed'
    const { bindings: _state, ...kept } = seen
    if (await settle(db, trial, { status, seen: kept, checked, costMicros: await spentOn(db, run.id) }))
      settled++
    if (over) continue
    await end(db, run, 'Its test case is over.')
  }
  await startAllQueued(db)
  return settled
}

async function end(
  db: Db,
  { id, workspaceId, teamId }: Pick<Standing, 'id' | 'workspaceId' | 'teamId'>,
  reason: string,
): Promise<void> {
  await cancelWithCalled(db, { id, workspaceId, teamId, by: ENGINE, reason })
  await tellWorkers(db)
}

const STANDING = {
  id: true,
  workspaceId: true,
  teamId: true,
  versionId: true,
  status: true,
  outcome: true,
  state: true,
} as const

interface Standing {
  id: string
  workspaceId: string
  teamId: string
  versionId: string
  status: string
  outcome: unknown
  state: unknown
}

/** A run as a test case looks at it; undefined while it goes on by itself. */
export async function seenRun(db: Pick<Db, 'prisma'>, run: Standing): Promise<SeenRun | undefined> {
  const { prisma } = db
  const stands = await standsAt(db, run)
  if (!stands) return undefined
  const [{ bundle }, steps, effects] = await Promise.all([
    storedVersion(db, run.versionId),
    prisma.step.findMany({
      where: { runId: run.id, status: 'done' },
      orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }],
    }),
    effectsOf(db, run.id),
  ])
  const history = steps.map(({ node, iteration, attempt, port, result }): HistoryStep => {
    const { envelope, verdict } = result as unknown as StepResult
    return {
      ...{ node, iteration, attempt, status: 'done' },
      ...(port !== null && { port }),
      confidence: envelope?.confidence ?? null,
      feedback: verdict ?? null,
    }
  })
  const state = run.state as Record<string, unknown>
  return {
    ...stands,
    steps: steps.map(({ node, port }) => ({ node, port })),
    bindings: bindingsOf(bundle as unknown as Bundle, state, history),
    effects,
  }
}

/** Where a run stands and why; undefined while anything of it goes on by itself. */
async function standsAt(
  { prisma }: Pick<Db, 'prisma'>,
  run: Pick<Standing, 'id' | 'status' | 'outcome'>,
): Promise<Pick<SeenRun, 'ends' | 'at' | 'why'> | undefined> {
  if (isOver(run.status as RunStatus)) {
    const { result, node, reason } = (run.outcome ?? {}) as {
      result?: string
      node?: string
      reason?: string
    }
    const ends = run.status !== 'done' ? 'failed' : result === 'rejected' ? 'rejected' : 'done'
    return { ends, at: node === undefined ? [] : [node], ...(reason !== undefined && { why: reason }) }
  }
  const [branches, reviews, called] = await Promise.all([
    prisma.branch.findMany({ where: { runId: run.id, status: { in: ['queued', 'ready', 'waiting'] } } }),
    prisma.review.findMany({ where: { runId: run.id, status: 'open' }, orderBy: { createdAt: 'asc' } }),
    prisma.run.findMany({
      where: { parentRun: run.id },
      select: { id: true, status: true, outcome: true, parent: true },
    }),
  ])
  const calls = new Set(called.map(({ parent }) => ((parent ?? {}) as { node?: string }).node))
  const soon = Date.now() + SOON_MS
  // What a switch holds stands, whatever its branch is; one that sleeps but briefly goes on by itself.
  const goesOn = ({ status, heldBy, wakeAt, node }: (typeof branches)[number]) =>
    status === 'waiting' ? wakeAt !== null && wakeAt.getTime() < soon && !calls.has(node) : heldBy === null
  if (branches.length === 0 || branches.some(goesOn)) return undefined
  for (const child of called) {
    const { node } = (child.parent ?? {}) as { node?: string }
    const waited = branches.some((branch) => branch.node === node && branch.status === 'waiting')
    if (!waited) continue
    // One that is over wakes whoever waits for it.
    if (isOver(child.status as RunStatus) || !(await standsAt({ prisma }, child))) return undefined
  }
  const why = [
    ...reviews.map(({ reason }) => reason),
    ...(branches.some(({ heldBy }) => heldBy !== null) ? ['A switch holds it.'] : []),
  ]
  return {
    ends: 'waits',
    at: [...new Set(branches.map(({ node }) => node))],
    ...(why.length > 0 && { why: [...new Set(why)].join(' · ') }),
  }
}

/** What would have gone out: of this run by its own steps, of those that it called by the step that did. */
async function effectsOf({ prisma }: Pick<Db, 'prisma'>, runId: string): Promise<SeenRun['effects']> {
  const [own, called] = await Promise.all([
    prisma.effect.findMany({ where: { runId }, orderBy: { intendedAt: 'asc' } }),
    prisma.run.findMany({ where: { parentRun: runId }, select: { id: true, parent: true } }),
  ])
  const theirs = await Promise.all(
    called.map(async ({ id, parent }) => {
      const { node = '' } = (parent ?? {}) as { node?: string }
      return (await effectsOf({ prisma }, id)).map((effect) => ({ ...effect, node }))
    }),
  )
  return [
    ...own.map(({ node, request }) => ({ node, request: request as unknown as EffectRequest })),
    ...theirs.flat(),
  ]
}

async function spentOn(db: Pick<Db, 'prisma'>, runId: string): Promise<bigint> {
  const [own, called] = await Promise.all([
    db.prisma.run.findUniqueOrThrow({ where: { id: runId }, select: { spentMicros: true } }),
    db.prisma.run.findMany({ where: { parentRun: runId }, select: { id: true } }),
  ])
  const theirs = await Promise.all(called.map(({ id }) => spentOn(db, id)))
  return theirs.reduce((sum, micros) => sum + micros, own.spentMicros)
}

async function check(
  db: Pick<Db, 'prisma'>,
  run: Standing,
  expect: Expectation,
  seen: SeenRun,
): Promise<Checked[]> {
  const { nodes } = (await storedVersion(db, run.versionId)).bundle as unknown as Bundle
  return checkCase(
    expect,
    seen,
    (id) => nodes[id]?.name ?? id,
    (source, bindings) => bounded(() => evaluateExpression(source, bindings)),
  )
}

interface Settled {
  status: string
  seen: KeptSeen
  checked: Checked[] | undefined
  costMicros: bigint
}

/** Keeps what came of it, once, whoever looks at the same time. */
function settle(
  { prisma }: Pick<Db, 'prisma'>,
  trial: { id: string; workspaceId: string; teamId: string; runId: string | null; caseName: string | null },
  { status, seen, checked, costMicros }: Settled,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.trial.updateMany({
      where: { id: trial.id, status: 'running' },
      data: {
        status,
        seen: seen as object,
        ...(checked && { checked: checked as unknown as object[] }),
        costMicros,
        endedAt: new Date(),
      },
    })
    if (count === 0) return false
    await appendEntries(tx, trial.workspaceId, [
      {
        kind: 'trial.ended',
        actor: ENGINE,
        ...(trial.runId !== null && { run: trial.runId }),
        team: trial.teamId,
        ...(trial.caseName !== null && { subject: trial.caseName }),
        data: { trial: trial.id, status, cost_micros: costMicros.toString() },
      },
    ])
    return true
  })
}

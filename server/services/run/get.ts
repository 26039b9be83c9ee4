import type { Actor } from '@/domain/actor'
import { BatonError, brief } from '@/domain/problem'
import { priorityOf } from '@/domain/run/priority'
import type { Continued } from '@/domain/run/restart'
import type { RunStatus } from '@/domain/run/history'
import type { StepResult } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import { storedVersion } from '@/server/engine/versions'
import { authorize, type Context } from '../context'
import { holdsOf } from '../stop/of-run'
import { sayAnswered, stopsOver } from '../stop/over-runs'
import { sightIn } from '../sight'
import { familyOf, forksOf } from './family'
import { pausesOf } from './pauses'
import { queuePlace } from './queue-place'
import { shownRun } from './shown-run'
import { turnsOf } from './turns'

/**
 * A run with its graph as it was when it ran, every step, where it stands, reviews, effects and money. In brief its steps
 * lack what only their own panel shows, most of their size: get-step.ts reads that.
 */
export async function getRun(ctx: Context, { id, brief: isBrief = false }: { id: string; brief?: boolean }) {
  const scope = await authorize(ctx, 'run.read')
  const { prisma } = scope.db
  const stored = await prisma.run.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!stored) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const [
    team,
    version,
    keptSteps,
    branches,
    keptReviews,
    keptEffects,
    keptUndos,
    calls,
    caps,
    entries,
    queue,
    keptWaits,
    restarts,
  ] = await Promise.all([
    prisma.team.findUniqueOrThrow({ where: { id: stored.teamId }, select: { slug: true, name: true } }),
    storedVersion(scope.db, stored.versionId),
    prisma.step.findMany({ where: { runId: id }, orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }] }),
    prisma.branch.findMany({ where: { runId: id, status: { in: ['ready', 'waiting'] } } }),
    prisma.review.findMany({ where: { runId: id }, orderBy: { createdAt: 'asc' }, omit: { view: true } }),
    prisma.effect.findMany({ where: { runId: id }, orderBy: { intendedAt: 'asc' } }),
    prisma.effectUndo.findMany({ where: { runId: id } }),
    prisma.modelCall.findMany({ where: { runId: id }, orderBy: { startedAt: 'asc' } }),
    prisma.budget.findMany({
      where: {
        workspaceId: scope.workspace.id,
        period: 'run',
        OR: [{ scope: 'team', subject: stored.teamId }, { scope: 'workspace' }],
      },
      orderBy: { capMicros: 'asc' },
      take: 1,
    }),
    prisma.recordEntry.count({ where: { runId: id } }),
    queuePlace(scope.db, stored),
    prisma.awaitedEvent.findMany({ where: { runId: id }, orderBy: { number: 'asc' } }),
    prisma.run.findMany({
      where: { restartedFrom: id },
      orderBy: { createdAt: 'asc' },
      select: { id: true, status: true, createdAt: true, startedBy: true },
    }),
  ])
  const sight = await sightIn(scope)
  const { run, steps, reviews, effects, undos, waits, hidden } = await shownRun(scope, sight, {
    ...{ run: stored, steps: keptSteps, reviews: keptReviews },
    ...{ effects: keptEffects, undos: keptUndos, waits: keptWaits },
  })
  const family = await familyOf(prisma, run)
  const turns = await turnsOf(prisma, id, branches)
  const isAsked = reviews.some(({ status }) => status === 'open')
  const stop = isAsked ? (await stopsOver(scope.db, [id])).get(id) : undefined
  const stopped = stop ? sayAnswered(stop) : null
  return {
    id: run.id,
    title: run.title,
    status: run.status as RunStatus,
    /** While it is queued: its turn, and whom it waits for. */
    queue: queue && { ...queue, ahead: await sight.titled(queue.ahead) },
    mode: run.mode as 'live' | 'shadow',
    /** It tries a draft, or was called by a run that does. */
    trial: run.trial,
    priority: priorityOf(run.priority),
    /** Slug of the environment it was started for. */
    environment: run.environment,
    team: { id: run.teamId, ...team },
    version: { id: version.id, number: version.number, digest: version.digest },
    bundle: version.bundle as unknown as Bundle,
    document: version.document as unknown as TeamDocument,
    input: run.input as Record<string, unknown>,
    state: run.state as Record<string, unknown>,
    /** What of its data this caller is not cleared for, and so does not see as it is. */
    hidden,
    stateVersion: run.stateVersion,
    outcome: run.outcome as { status: string; result: string; reason?: string; node?: string } | null,
    startedBy: run.startedBy as unknown as Actor,
    /** The run that this one does once more, and those that do this one once more. */
    restartedFrom: run.restartedFrom,
    restarts: restarts.map(({ startedBy, ...again }) => ({ ...again, by: startedBy as unknown as Actor })),
    /** Each time it went on after it was over, oldest first. */
    continued: run.continued as unknown as Continued[],
    spentMicros: run.spentMicros,
    /** The narrowest budget of a whole run, where there is one. */
    capMicros: caps[0]?.capMicros ?? null,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    endedAt: run.endedAt,
    entries,
    /** While a person is asked: the switch that is off all the same, in a sentence. */
    stopped,
    /** What stands still because a switch is off. */
    held: await holdsOf(scope.db, run),
    /** What it waits for while nothing of it works. */
    pause: (await pausesOf(scope.db, run.endedAt ? [] : [run.id])).get(run.id) ?? null,
    branches: branches.map(({ branch, node, iteration, attempt, status, movedAt, path, wakeAt }) => ({
      branch,
      node,
      iteration,
      attempt,
      status: status as 'ready' | 'waiting',
      movedAt,
      path,
      wakeAt,
      /** What it waits for that has work, and is not let in yet by a model or a service. */
      turn: turns.get(branch) ?? null,
    })),
    forks: await forksOf(prisma, id),
    family: {
      parent: family.parent && ((await sight.titled([family.parent]))[0] ?? null),
      called: await sight.titled(family.called),
    },
    /** Events it waits for, the oldest wait first. */
    waits: waits.map(({ event, key, node, iteration, openedAt, until }) => ({
      ...{ event, key, node, iteration, openedAt, until },
    })),
    steps: steps.map(({ result, ...step }) => ({
      ...step,
      status: step.status as 'done' | 'failed',
      result: isBrief ? inBrief(result as unknown as StepResult) : (result as unknown as StepResult),
    })),
    reviews: reviews.map((review) => ({ ...review, decidedBy: review.decidedBy as unknown as Actor | null })),
    effects: effects.map((effect) => {
      const undo = undos.find(({ effectId }) => effectId === effect.id)
      return { ...effect, undo: undo ? { ...undo, askedBy: undo.askedBy as unknown as Actor } : null }
    }),
    calls: calls.map((call) => ({
      id: call.id,
      node: call.node,
      iteration: call.iteration,
      attempt: call.attempt,
      model: call.model,
      sandbox: call.sandbox,
      purpose: call.purpose,
      status: call.status as 'reserved' | 'done' | 'failed' | 'reaped',
      tokensIn: call.tokensIn,
      tokensOut: call.tokensOut,
      reservedMicros: call.reservedMicros,
      costMicros: call.costMicros,
      startedAt: call.startedAt,
      endedAt: call.endedAt,
    })),
  }
}

const inBrief = ({
  view: _view,
  output: _output,
  envelope: _envelope,
  tools: _tools,
  rounds: _rounds,
  ...rest
}: StepResult): StepResult => rest

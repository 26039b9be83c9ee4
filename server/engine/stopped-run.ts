import { isRecord } from '@/domain/contract/json-schema'
import { isOver, type PlannedStep, type RunStatus } from '@/domain/run/history'
import type { Fork } from '@/domain/run/fork'
import { resumeProblems, type Stopped } from '@/domain/run/resumable'
import type { Bundle } from '@/domain/team/bundle'
import { joinOf } from '@/domain/run/plan'
import { isWrite } from '@/domain/team/kinds/action'
import type { Db } from '@/server/db/client'
import type { Arrived } from './entered'
import { calledAs, calledKey } from './handlers/team'
import type { LoadedVersion, VersionCache } from './versions'

export interface StoppedBranch {
  branch: string
  node: string
  iteration: number
  attempt: number
  path: string
  arrived: Arrived
}

/** A run that is over and may go on: where its branches stopped, and all that another version must stand for. */
export interface StoppedRun extends Stopped {
  id: string
  workspaceId: string
  teamId: string
  status: RunStatus
  endedAt: Date
  version: LoadedVersion
  branches: StoppedBranch[]
  /** The branch that a person gave up, where that ended the run. */
  givenUp: StoppedBranch | undefined
  /** Writes that have gone out or may have, by visit. */
  sent: { node: string; iteration: number; status: string }[]
}

/** @returns undefined for a run that is under way, or of which nothing stopped half-way */
export async function readStopped(
  { prisma }: Pick<Db, 'prisma'>,
  versions: VersionCache,
  id: string,
): Promise<StoppedRun | undefined> {
  const run = await prisma.run.findUniqueOrThrow({
    where: { id },
    select: { workspaceId: true, teamId: true, status: true, endedAt: true, versionId: true },
  })
  const status = run.status as RunStatus
  if (!isOver(status) || status === 'done' || !run.endedAt) return undefined
  const [version, stood, steps, forks, meant, gaveUp] = await Promise.all([
    versions.get(run.versionId),
    prisma.branch.findMany({ where: { runId: id, status: 'stopped' }, orderBy: { branch: 'asc' } }),
    prisma.step.findMany({
      where: { runId: id },
      orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }],
      select: { node: true, iteration: true, attempt: true, status: true, port: true },
    }),
    prisma.fork.findMany({ where: { runId: id } }),
    prisma.effect.findMany({
      where: { runId: id, status: { in: ['intended', 'unknown', 'done'] } },
      select: { node: true, iteration: true, status: true, attempts: true, response: true },
    }),
    prisma.review.findFirst({
      where: { runId: id, status: 'decided', kind: { not: 'approval' } },
      orderBy: { decidedAt: 'desc' },
      select: { branch: true, node: true, iteration: true },
    }),
  ])
  if (stood.length === 0) return undefined
  const sent = meant.filter((effect) => !knownUnsent(effect))
  const branches = stood.map(({ branch, node, iteration, attempt, path, arrived }) => ({
    ...{ branch, node, iteration, attempt, path },
    arrived: arrived as Arrived,
  }))
  return {
    id,
    ...{
      workspaceId: run.workspaceId,
      teamId: run.teamId,
      status,
      endedAt: run.endedAt,
      version,
      branches,
      sent,
    },
    givenUp:
      status === 'failed'
        ? branches.find(
            ({ branch, node, iteration }) =>
              branch === gaveUp?.branch && node === gaveUp.node && iteration === gaveUp.iteration,
          )
        : undefined,
    steps: steps.map(({ port, status: how, ...step }): PlannedStep => ({
      ...step,
      status: how as PlannedStep['status'],
      ...(port === null ? {} : { port }),
    })),
    places: branches,
    forks: forks
      .map(({ fork, opener, joinNode, state }) => ({
        ...{ id: fork, opener, join: joinNode },
        state: state as unknown as Fork,
      }))
      .filter(({ state }) => state.status === 'open'),
    effects: sent.map(({ node }) => node),
  }
}

/** The last attempt came to nothing, and none before it may have arrived; see server/engine/handlers/action.ts. */
function knownUnsent({
  status,
  attempts,
  response,
}: {
  status: string
  attempts: number
  response: unknown
}) {
  const told = isRecord(response) ? response['not_answered'] : undefined
  return (
    status === 'intended' &&
    isRecord(told) &&
    told['may_have_arrived'] === false &&
    told['attempts'] === attempts
  )
}

/** Whether it may go on under a version; see `resumeProblems`. */
export const problemsUnder = (stopped: StoppedRun, version: LoadedVersion): string[] =>
  version.id === stopped.version.id ? [] : resumeProblems(stopped.version.bundle, version.bundle, stopped)

/** Whether the step that a branch stands at has failed there: a person was asked because of that, not by the step itself. */
export const hasFailed = (
  { steps }: Pick<StoppedRun, 'steps'>,
  { node, iteration, attempt }: Pick<StoppedBranch, 'node' | 'iteration' | 'attempt'>,
): boolean =>
  steps.some((step) => step.node === node && step.iteration === iteration && step.attempt === attempt)

/** Where a branch goes on: at which attempt, with what it was handed. */
export interface TakenUp {
  branch: string
  attempt: number
  arrived: Arrived
}

/**
 * A step that failed is tried once more, with a fresh allowance of attempts; one that was broken off or had not begun is
 * done as if nothing had been. What may have gone out is not sent again on an operator's word: without `retriedAt` the
 * action asks a person first, as after a crash. A called team is not called again while its run can still answer.
 */
export function takenUp(
  { steps, sent }: Pick<StoppedRun, 'steps' | 'sent'>,
  bundle: Bundle,
  at: StoppedBranch,
): TakenUp {
  const { branch, node, iteration, attempt, arrived } = at
  const tried = steps.filter((step) => step.node === node && step.iteration === iteration)
  const failed = hasFailed({ steps }, at)
  const next = failed ? Math.max(...tried.map((step) => step.attempt)) + 1 : attempt
  const drawn = bundle.nodes[node]
  const { retriedAt: _retriedAt, ...unsaid } = arrived
  const open = sent.some((one) => one.node === node && one.iteration === iteration && one.status !== 'done')
  if (drawn?.kind === 'action' && isWrite(drawn) && !drawn.idempotent && open)
    return { branch, attempt: next, arrived: unsaid }
  const fresh = failed && drawn?.kind !== 'team'
  return { branch, attempt: next, arrived: fresh ? { ...arrived, retriedAt: next } : arrived }
}

/** How long the joins of open forks give their lanes from now on, by fork. */
export function timesAnew({ forks }: StoppedRun, bundle: Bundle): Record<string, number> {
  return Object.fromEntries(
    forks.flatMap(({ id, opener }) => {
      const seconds = joinOf(bundle, opener)?.timeoutSeconds
      return seconds === undefined ? [] : [[id, seconds] as const]
    }),
  )
}

/** Runs that it had called, that stopped as well and that it will wait for again. */
export async function calledBy(
  { prisma }: Pick<Db, 'prisma'>,
  { id, workspaceId, version, branches }: StoppedRun,
): Promise<string[]> {
  const keys = branches
    .filter(({ node }) => version.bundle.nodes[node]?.kind === 'team')
    .map((at) => calledKey(id, at))
  if (keys.length === 0) return []
  const called = await prisma.run.findMany({
    where: { workspaceId, ...calledAs(id, keys), status: { in: ['failed', 'cancelled'] } },
    select: { id: true },
  })
  return called.map((run) => run.id)
}

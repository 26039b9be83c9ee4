import { BatonError, brief } from '@/domain/problem'
import { isOver, type RunStatus } from '@/domain/run/history'
import type { RestartVersion } from '@/domain/run/restart'
import { askAgain, resumeRun, type GoingOn } from '@/server/engine/resume'
import { calledBy, hasFailed, problemsUnder, readStopped, type StoppedRun } from '@/server/engine/stopped-run'
import type { LoadedVersion } from '@/server/engine/versions'
import { wakeWorkers } from '@/server/engine/wake'
import type { Scope } from '../context'
import { refuseStopped } from '../stop/refuse-stopped'
import { currentForRun } from './current-there'
import { refuseErased } from './refuse-erased'
import { versionsOf } from './start'
import { inTransaction } from '@/server/db/transaction'

/** Why a run cannot be put to a person where it stopped. */
export const NOT_GIVEN_UP = 'Nobody gave this run up at a step, so there is no question to open again.'

interface On {
  id: string
  from: 'step' | 'person'
  version: RestartVersion
  reason: string
}

/**
 * A run that failed or was cancelled goes on where it stopped, and with it the runs it had called and still waits for.
 * @throws BatonError not_found · conflict (it is not over, is done, or nothing stopped half-way; called by another run;
 * stopped by a switch; somebody took it up already) · invalid (the version does not stand for what happened)
 */
export async function goOn(
  scope: Scope,
  { id, from, version: which, reason }: On,
): Promise<{ id: string; created: boolean }> {
  const stopped = await stoppedRun(scope, id)
  const version = await versionFor(scope, stopped, which)
  const problems = problemsUnder(stopped, version)
  if (problems.length)
    throw new BatonError(
      'invalid',
      `This run cannot go on in v${version.number}: ${problems.join(' ')}`,
      problems.map((message) => ({ pointer: '/version', message })),
    )
  if (from === 'person' && !stopped.givenUp) throw new BatonError('conflict', NOT_GIVEN_UP)
  // One that asks of itself does so again when it is come to.
  const asks =
    from === 'person' && stopped.givenUp && hasFailed(stopped, stopped.givenUp) ? stopped.givenUp : undefined
  const waitsFor = await calledToo(scope, stopped, asks?.branch)
  for (const { teamId } of [stopped, ...waitsFor.map(({ run }) => run)])
    await refuseStopped(scope.db, scope.workspace.id, teamId)

  const { pool } = scope.db
  await inTransaction(pool, async (client) => {
    const going: GoingOn = { stopped, version, by: scope.actor, from, reason, asks }
    if (!(await resumeRun(client, going))) throw takenUpAlready()
    if (asks) await askAgain(scope.db, client, { ...going, asks })
    for (const { run, parent } of waitsFor) {
      const on = {
        stopped: run,
        version: run.version,
        by: scope.actor,
        from: 'step' as const,
        reason,
        parent,
      }
      if (!(await resumeRun(client, on))) throw takenUpAlready()
    }
  })
  await wakeWorkers(pool)
  return { id, created: false }
}

const takenUpAlready = () =>
  new BatonError('conflict', 'Somebody took this run up already. Look at it again.')

/** @throws BatonError not_found · conflict, when it cannot go on whatever the version */
export async function stoppedRun(scope: Scope, id: string): Promise<StoppedRun> {
  const run = await scope.db.prisma.run.findFirst({
    where: { id, workspaceId: scope.workspace.id },
    select: { status: true, parentRun: true, erasedAt: true },
  })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  if (!isOver(run.status as RunStatus))
    throw new BatonError('conflict', 'This run is not over: there is nothing to take up.')
  if (run.status === 'done')
    throw new BatonError('conflict', 'This run is done: there is nothing left to do.')
  refuseErased(run)
  if (run.parentRun)
    throw new BatonError(
      'conflict',
      `Run ${run.parentRun} called this one: take that one up, and this goes on too.`,
    )
  const stopped = await readStopped(scope.db, versionsOf(scope.db), id)
  if (!stopped)
    throw new BatonError('conflict', 'No step of this run stopped half-way: start it once more instead.')
  return stopped
}

async function versionFor(scope: Scope, { id, version }: StoppedRun, which: RestartVersion) {
  if (which === 'same') return version
  const current = await currentVersion(scope, id)
  if (!current) throw new BatonError('conflict', 'The team is not published any more. Take the same version.')
  return current
}

/** The version that is current where a run was started. */
export async function currentVersion(scope: Scope, runId: string): Promise<LoadedVersion | undefined> {
  const { prisma } = scope.db
  const run = await prisma.run.findUniqueOrThrow({
    where: { id: runId },
    select: { workspaceId: true, teamId: true, environment: true },
  })
  const { versionId } = await currentForRun(prisma, run)
  return versionId ? versionsOf(scope.db).get(versionId) : undefined
}

/** The runs that it called, and those that they called, where these stopped half-way: they go on in their own version. */
async function calledToo(
  scope: Scope,
  stopped: StoppedRun,
  but?: string,
): Promise<{ run: StoppedRun; parent: string }[]> {
  const waiting = { ...stopped, branches: stopped.branches.filter(({ branch }) => branch !== but) }
  const found: { run: StoppedRun; parent: string }[] = []
  for (const id of await calledBy(scope.db, waiting)) {
    refuseErased(await scope.db.prisma.run.findUniqueOrThrow({ where: { id }, select: { erasedAt: true } }))
    const run = await readStopped(scope.db, versionsOf(scope.db), id)
    if (run) found.push({ run, parent: stopped.id }, ...(await calledToo(scope, run)))
  }
  return found
}

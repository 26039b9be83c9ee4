import { BatonError, brief } from '@/domain/problem'
import { priorityOf } from '@/domain/run/priority'
import type { RestartVersion } from '@/domain/run/restart'
import { checkInstance } from '@/server/bounded'
import { entryOf, insertRun } from '@/server/engine/start'
import { appendEntry } from '@/server/record/append'
import type { LoadedVersion } from '@/server/engine/versions'
import { wakeWorkers } from '@/server/engine/wake'
import type { Scope } from '../context'
import { refuseStopped } from '../stop/refuse-stopped'
import { currentForRun } from './current-there'
import { refuseErased } from './refuse-erased'
import { versionsOf } from './start'
import { inTransaction } from '@/server/db/transaction'

interface Again {
  id: string
  version: RestartVersion
  reason: string
  idempotencyKey: string | undefined
}

/**
 * A new run with the input, the mode and the priority of another, of its version (which need not be published any more) or of the one
 * that is published now. Both say so on the record.
 * @throws BatonError not_found · conflict (archived; not published; stopped; the key was used for another start) ·
 * invalid (the input does not fit this version)
 */
export async function startAgain(
  scope: Scope,
  { id, version: which, reason, idempotencyKey }: Again,
): Promise<{ id: string; created: boolean }> {
  const { prisma, pool } = scope.db
  const workspaceId = scope.workspace.id
  const run = await prisma.run.findFirst({ where: { id, workspaceId } })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  refuseErased(run)
  const team = await prisma.team.findUniqueOrThrow({
    where: { id: run.teamId },
    select: { id: true, slug: true, name: true, archivedAt: true },
  })
  if (team.archivedAt) throw new BatonError('conflict', `${team.name} is archived: no run of it starts.`)
  // In the environment it was started for; a version of its own is run whatever is current there.
  const current = await currentForRun(prisma, run)
  const versionId = which === 'same' ? run.versionId : current.versionId
  if (!versionId)
    throw new BatonError('conflict', `${team.name} is not published any more. Take the same version.`)
  await refuseStopped(scope.db, workspaceId, team.id)
  const version = await versionsOf(scope.db).get(versionId)
  const problems = inputProblems(version, run.input)
  if (problems.length) throw new BatonError('invalid', unfit(version), problems)

  const again = await inTransaction(pool, async (client) => {
    const started = await insertRun(
      { lanes: client },
      {
        ...{ workspaceId, team, version, restartedFrom: id, startedBy: scope.actor },
        input: run.input as Record<string, unknown>,
        mode: run.mode as 'live' | 'shadow',
        priority: priorityOf(run.priority),
        environment: current.environment,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        data: { restarted_from: id },
      },
    )
    if (!started) throw new Error(`version ${version.digest} of ${team.slug} could not be started`)
    if (started.created) {
      await appendEntry(client, workspaceId, {
        kind: 'run.restarted',
        actor: scope.actor,
        run: id,
        team: team.id,
        version: version.digest,
        data: { into: started.id, number: version.number },
        sealed: { reason },
      })
    }
    return started
  })
  if (again.created) await wakeWorkers(pool)
  else await sameAgain(scope, again.id, { restartedFrom: id, versionId })
  return again
}

/** What keeps an input from beginning a run of a version. */
export function inputProblems(version: LoadedVersion, input: unknown) {
  const { contract } = entryOf(version.bundle)
  return contract ? checkInstance(contract.schema, input) : []
}

export const unfit = (version: LoadedVersion): string =>
  `The input does not fit ${entryOf(version.bundle).contract?.name ?? 'its contract'} of v${version.number}.`

async function sameAgain(
  { db }: Scope,
  id: string,
  asked: { restartedFrom: string; versionId: string },
): Promise<void> {
  const earlier = await db.prisma.run.findUniqueOrThrow({
    where: { id },
    select: { restartedFrom: true, versionId: true },
  })
  if (earlier.restartedFrom === asked.restartedFrom && earlier.versionId === asked.versionId) return
  throw new BatonError('conflict', 'This idempotency key was used for another start.')
}

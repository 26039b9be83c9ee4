import { BatonError, brief } from '@/domain/problem'
import type { Priority } from '@/domain/run/priority'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import { checkInstance } from '@/server/bounded'
import { entryOf, insertRun } from '@/server/engine/start'
import { enqueuing } from '@/server/engine/wake'
import { VersionCache } from '@/server/engine/versions'
import { digestOf } from '@/server/record/digest'
import { authorize, type Context, type Scope } from '../context'
import { refuseStopped } from '../stop/refuse-stopped'
import { currentThere } from './current-there'
import { startableTeam } from './startable-team'

export interface StartRun {
  /** Slug of the team; the version that is current in the environment runs. */
  team: string
  input: Record<string, unknown>
  /** shadow: effects are simulated, everything else is real. */
  mode?: 'live' | 'shadow'
  /** How soon it gets its turn; normal where nothing is said. Of a known idempotency key, the earlier run's stays. */
  priority?: Priority | undefined
  /** Slug of the environment whose current version runs; the last one where nothing is said. */
  environment?: string | undefined
  /** The same key starts the same run once. */
  idempotencyKey?: string
  /** The team's trigger that fired, for the record. */
  trigger?: string
}

/** A start by a trigger, whose keys are apart from those that callers choose. */
export interface StartTriggered extends StartRun {
  trigger: string
  keySpace: 'trigger'
}

export interface StartedRun {
  id: string
  /** false when the idempotency key is known: it is the earlier run */
  created: boolean
}

/**
 * Starts a run of a team's published version. The run is on the record and enqueued when this returns.
 * @throws BatonError not_found (no such team) · conflict (not published; the key was used for another start) ·
 * invalid (the input breaks the trigger's contract, with JSON pointers)
 */
export async function startRun(ctx: Context, asked: StartRun): Promise<StartedRun> {
  const scope = await authorize(ctx, 'run.start')
  return startAs(scope, asked)
}

/**
 * The one way a run starts, for whoever has settled that it may: a person or token with the permission, or a trigger
 * that somebody with the permission set up, as its own actor.
 * @throws BatonError as startRun
 */
export async function startAs(scope: Scope, asked: StartRun | StartTriggered): Promise<StartedRun> {
  refuseUnstorable(jsonProblem(asked.input), 'The input')
  for (let tries = 0; tries < 5; tries++) {
    const started = await startOnce(scope, asked, tries > 0)
    if (started) return started
  }
  throw new BatonError('conflict', 'The team is being published just now. Start it again.')
}

/**
 * @param again whether the team is looked up anew
 * @returns undefined when the team may have been published again or archived since it was last looked up
 */
async function startOnce(
  scope: Scope,
  asked: StartRun | StartTriggered,
  again: boolean,
): Promise<StartedRun | undefined> {
  const { team: slug, input, mode = 'live', priority, idempotencyKey, trigger: firedBy } = asked
  const workspaceId = scope.workspace.id
  const team = await startableTeam(scope.db, workspaceId, slug, again)
  if (!team || team.archivedAt) throw new BatonError('not_found', `There is no team ${brief(slug)}.`)
  const there =
    asked.environment === undefined
      ? { versionId: team.publishedId, environment: undefined }
      : await currentThere(scope.db.prisma, workspaceId, team, asked.environment)
  if (!there.versionId)
    throw new BatonError('conflict', `${team.name} is not published yet. Publish it, then run it.`)
  await refuseStopped(scope.db, workspaceId, team.id)
  const version = await versionsOf(scope.db).get(there.versionId)
  const { contract } = entryOf(version.bundle)
  const problems = contract ? checkInstance(contract.schema, input) : []
  // What does not fit the version that was current then may fit the one that is now.
  if (problems.length && !again) return undefined
  if (problems.length)
    throw new BatonError('invalid', `The input does not fit ${contract?.name ?? 'its contract'}.`, problems)

  const { lanes, wake } = enqueuing(scope.db)
  const started = await insertRun(
    { lanes },
    {
      workspaceId,
      team: { id: team.id, slug, name: team.name },
      version,
      input,
      mode,
      ...(priority === undefined ? {} : { priority }),
      environment: there.environment,
      startedBy: scope.actor,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      keySpace: 'keySpace' in asked ? asked.keySpace : 'caller',
      ...(firedBy === undefined ? {} : { data: { trigger: firedBy } }),
    },
  )
  if (!started) return undefined
  await wake()
  if (!started.created) await sameStart(scope.db, started.id, { teamId: team.id, mode, input })
  return started
}

async function sameStart(
  db: Context['db'],
  id: string,
  asked: { teamId: string; mode: string; input: unknown },
): Promise<void> {
  const earlier = await db.prisma.run.findUniqueOrThrow({
    where: { id },
    select: { teamId: true, mode: true, input: true },
  })
  if (digestOf(earlier) === digestOf(asked)) return
  const what = earlier.teamId !== asked.teamId ? 'team' : earlier.mode !== asked.mode ? 'mode' : 'input'
  throw new BatonError('conflict', `This idempotency key was used with another ${what}.`)
}

const caches = new WeakMap<Context['db'], VersionCache>()

/** The process's cache of published versions. */
export function versionsOf(db: Context['db']): VersionCache {
  let cache = caches.get(db)
  if (!cache) caches.set(db, (cache = new VersionCache(db)))
  return cache
}

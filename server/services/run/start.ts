import { renderTemplate } from '@/domain/expression/cel'
import { BatonError, brief } from '@/domain/problem'
import { plan } from '@/domain/run/plan'
import { jsonProblem } from '@/domain/storable'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { bounded, checkInstance, TooLongError } from '@/server/bounded'
import { newId } from '@/server/db/id'
import { stateWrite } from '@/server/engine/commit'
import { entryParameters } from '@/server/engine/store'
import { wakeWorkers } from '@/server/engine/wake'
import { VersionCache } from '@/server/engine/versions'
import { digestOf } from '@/server/record/digest'
import { authorize, type Context, type Scope } from '../context'
import { refuseStopped } from '../stop/refuse-stopped'
import { startableTeam } from './startable-team'

export interface StartRun {
  /** Slug of the team; its published version runs. */
  team: string
  input: Record<string, unknown>
  /** shadow: effects are simulated, everything else is real. */
  mode?: 'live' | 'shadow'
  /** The same key starts the same run once. */
  idempotencyKey?: string
  /** The team's trigger that fired, for the record. */
  trigger?: string
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
export async function startAs(scope: Scope, asked: StartRun): Promise<StartedRun> {
  const unstorable = jsonProblem(asked.input)
  if (unstorable) throw new BatonError('invalid', 'The input holds what cannot be stored.', [unstorable])
  for (let tries = 0; tries < 5; tries++) {
    const started = await startOnce(scope, asked, tries > 0)
    if (started) return started
  }
  throw new BatonError('conflict', 'The team is being published just now. Start it again.')
}

/** @returns undefined when the team was published again or archived since it was last looked up */
async function startOnce(
  scope: Scope,
  { team: slug, input, mode = 'live', idempotencyKey, trigger: firedBy }: StartRun,
  again: boolean,
): Promise<StartedRun | undefined> {
  const workspaceId = scope.workspace.id
  const team = await startableTeam(scope.db, workspaceId, slug, again)
  if (!team || team.archivedAt) throw new BatonError('not_found', `There is no team ${brief(slug)}.`)
  if (!team.publishedId)
    throw new BatonError('conflict', `${team.name} is not published yet. Publish it, then run it.`)
  await refuseStopped(scope.db, workspaceId, team.id)
  const version = await versionsOf(scope.db).get(team.publishedId)
  const { bundle } = version
  const { trigger, contract } = entryOf(bundle)
  const problems = contract ? checkInstance(contract.schema, input) : []
  if (problems.length)
    throw new BatonError('invalid', `The input does not fit ${contract?.name ?? 'its contract'}.`, problems)

  const title = titleOf(trigger, team.name, input)
  const id = newId('run')
  const write = stateWrite(
    { root: {}, scope: '', stateVersion: 0 },
    { slot: trigger.id, value: input, writer: scope.actor },
  )
  const planned = plan(bundle, [], { node: trigger.id, port: 'out' })
  const next = planned.kind === 'go' ? planned.next : undefined
  if (!next) throw new Error(`version ${version.digest} leads nowhere from its trigger`)
  const parameters = entryParameters(workspaceId, [
    {
      kind: 'run.started',
      actor: scope.actor,
      run: id,
      team: team.id,
      version: version.digest,
      node: trigger.id,
      data: {
        mode,
        number: version.number,
        input: digestOf(input),
        ...(firedBy === undefined ? {} : { trigger: firedBy }),
      },
      sealed: { title, input },
    },
  ])
  const { rows } = await scope.db.lanes.query<{ id: string | null }>({
    name: 'start_run',
    text: START_RUN,
    values: [
      ...[
        id,
        workspaceId,
        team.id,
        slug,
        version.id,
        title,
        mode,
        JSON.stringify(input),
        JSON.stringify(scope.actor),
      ],
      ...[idempotencyKey, trigger.id, JSON.stringify(write.patch), write.digest],
      ...[next.node, JSON.stringify(next.arrived)],
      ...parameters,
    ],
  })
  const started = rows[0]?.id
  if (!started) return undefined
  await wakeWorkers(scope.db.pool)
  if (started !== id) await sameStart(scope.db, started, { teamId: team.id, mode, input })
  return { id: started, created: started === id }
}

/** The node at which a version's runs begin, and the contract of what they begin with. */
export function entryOf(bundle: Bundle): {
  trigger: NodeOf<'trigger'>
  contract: Bundle['contracts'][string] | undefined
} {
  const trigger = bundle.nodes[bundle.entry]
  if (trigger?.kind !== 'trigger') throw new Error('a version does not begin with a trigger')
  return { trigger, contract: trigger.produces ? bundle.contracts[trigger.produces] : undefined }
}

const START_RUN = `select start_run(${Array.from({ length: 19 }, (_, i) => `$${i + 1}`).join(', ')}) id`

/** A title that cannot be worked out in time is the team's name. */
function titleOf(trigger: NodeOf<'trigger'>, name: string, input: unknown): string {
  const template = trigger.title || name
  if (!template.includes('{{')) return template.slice(0, 200)
  try {
    const bindings = { [trigger.id]: input }
    return bounded(() => renderTemplate(template, bindings, { lenient: true })).slice(0, 200)
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    return name
  }
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

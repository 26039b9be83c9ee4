import type { Actor } from '@/domain/actor'
import { renderTemplate } from '@/domain/expression/cel'
import { plan } from '@/domain/run/plan'
import { stepsOf, type Priority } from '@/domain/run/priority'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { bounded, TooLongError } from '@/server/bounded'
import { newId } from '@/server/db/id'
import { takeRandom } from '@/server/db/random'
import { entryParameters } from '@/server/record/append'
import { stateWrite } from './commit'
import type { Statements } from './store'
import type { LoadedVersion } from './versions'

/** A run about to start, of a version whose input contract its input fits. */
export interface NewRun {
  workspaceId: string
  team: { id: string; slug: string; name: string }
  version: LoadedVersion
  input: Record<string, unknown>
  mode: 'live' | 'shadow'
  /** Without one it is normal. */
  priority?: Priority
  /**
   * Slug of the environment, whose current version this is, whatever the last one has. Without one it is that of the run
   * that waits for it, or the last.
   */
  environment?: string | undefined
  startedBy: Actor
  /** The same key starts the same run once, among the keys of those who chose it: callers, or triggers. */
  idempotencyKey?: string
  keySpace?: 'caller' | 'trigger'
  /** What goes on the record beside what every start does. */
  data?: Record<string, unknown>
  /** It tries a draft, which nobody published. */
  trial?: true
  /** The run that it does once more, of this version, whatever is published now. */
  restartedFrom?: string
  /** The activation that waits for it: it has this version, whatever is published now, and its key in a space of its own. */
  parent?: { run: string; branch: string; node: string; iteration: number }
}

/**
 * Starts a run in one round trip: on the record and enqueued.
 * @returns undefined when the version is not the published one any more, the team is archived, or the run that would
 * wait for it is over; of a known key the earlier run
 */
export async function insertRun(
  db: { lanes: Statements },
  run: NewRun,
): Promise<{ id: string; created: boolean } | undefined> {
  const {
    workspaceId,
    team,
    version,
    input,
    mode,
    priority = 'normal',
    environment,
    startedBy,
    idempotencyKey,
    keySpace = 'caller',
    restartedFrom,
    parent,
  } = run
  const { bundle } = version
  const { trigger } = entryOf(bundle)
  const title = titleOf(trigger, team.name, input)
  const id = newId('run')
  const salt = takeRandom(16).toString('base64')
  const write = stateWrite(
    { root: {}, scope: '', stateVersion: 0, salt },
    { slot: trigger.id, value: input, writer: startedBy },
  )
  const planned = plan(bundle, [], { node: trigger.id, port: 'out' })
  const next = planned.kind === 'go' ? planned.next : undefined
  if (!next) throw new Error(`version ${version.digest} leads nowhere from its trigger`)
  const parameters = entryParameters(workspaceId, [
    {
      kind: 'run.started',
      actor: startedBy,
      run: id,
      team: team.id,
      version: version.digest,
      node: trigger.id,
      data: {
        mode,
        ...(version.bundle.trial ? { trial: true } : { number: version.number }),
        ...(priority === 'normal' ? {} : { priority }),
        ...(environment === undefined ? {} : { environment }),
        ...run.data,
        ...(parent ? { parent: parent.run } : {}),
      },
      sealed: { title, input },
    },
  ])
  const pinned = restartedFrom !== undefined || environment !== undefined || run.trial === true
  const { rows } = await db.lanes.query<{ id: string | null }>({
    name: 'start_run',
    text: START_RUN,
    values: [
      ...[id, workspaceId, team.id, team.slug, version.id, title, mode],
      ...[JSON.stringify(input), JSON.stringify(startedBy), idempotencyKey],
      ...[trigger.id, JSON.stringify(write.patch), write.digest],
      ...[next.node, JSON.stringify(next.arrived)],
      ...parameters,
      parent ? JSON.stringify(parent) : null,
      ...[keySpace, pinned, restartedFrom ?? null],
      ...[stepsOf(priority).toString(), environment ?? '', salt],
    ],
  })
  const started = rows[0]?.id
  return started ? { id: started, created: started === id } : undefined
}

/** Priority, environment and salt hold for the statement's transaction: what is inserted takes them from there. */
const START_RUN = `select set_config('baton.priority', $24, true), set_config('baton.environment', $25, true), set_config('baton.salt', $26, true), start_run(${Array.from({ length: 23 }, (_, i) => `$${i + 1}`).join(', ')}) id`

/** The node at which a version's runs begin, and the contract of what they begin with. */
export function entryOf(bundle: Bundle): {
  trigger: NodeOf<'trigger'>
  contract: Bundle['contracts'][string] | undefined
} {
  const trigger = bundle.nodes[bundle.entry]
  if (trigger?.kind !== 'trigger') throw new Error('a version does not begin with a trigger')
  return { trigger, contract: trigger.produces ? bundle.contracts[trigger.produces] : undefined }
}

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

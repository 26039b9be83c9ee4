import { BatonError } from '@/domain/problem'
import { triggerActor } from '@/domain/trigger/trigger'
import type { Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'
import { startAs, type StartedRun } from '../run/start'
import type { StoredTrigger } from './find'

/**
 * Starts a run because a trigger fired: with the trigger as its actor, or the person who used it where people are told
 * apart. The trigger remembers when it last did, or why not.
 * @param key makes the start one, however often it is tried; unique within the trigger
 * @throws BatonError conflict (not published, archived, the key was used for another start) · invalid
 */
export async function startTriggered(
  db: Db,
  trigger: StoredTrigger,
  {
    input,
    key,
    actor = triggerActor(trigger),
  }: { input: Record<string, unknown>; key: string; actor?: Actor },
): Promise<StartedRun> {
  try {
    const [team, workspace] = await Promise.all([
      db.prisma.team.findUniqueOrThrow({ where: { id: trigger.teamId } }),
      db.prisma.workspace.findUniqueOrThrow({ where: { id: trigger.workspaceId } }),
    ])
    if (team.archivedAt) throw new BatonError('conflict', 'The team is archived, so nothing starts it.')
    const idempotencyKey = triggerKey(trigger.kind, trigger.id, key)
    const started = await startAs(
      { db, actor, workspace, roles: [] },
      {
        ...{ team: team.slug, input, priority: trigger.config.priority, trigger: trigger.id },
        ...{ idempotencyKey, keySpace: 'trigger', environment: trigger.environment ?? undefined },
      },
    )
    if (started.created) await remember(db, trigger, { lastRunId: started.id })
    return started
  } catch (error) {
    if (error instanceof BatonError) await remember(db, trigger, { problem: error })
    throw error
  }
}

/** The key of a start among those of all triggers. */
export const triggerKey = (kind: StoredTrigger['kind'], id: string, key: string): string =>
  `${kind}:${id}:${key}`

/** Not in the schedule's own transaction, which holds the row: there `next_at` is written with it. */
async function remember(
  db: Db,
  { id, kind }: StoredTrigger,
  { lastRunId, problem }: { lastRunId?: string; problem?: BatonError },
): Promise<void> {
  if (kind === 'schedule') return
  await db.pool.query(REMEMBER, [id, lastRunId ?? null, problem ? said(problem) : null])
}

export const REMEMBER = `update team_trigger set last_run_id = coalesce($2, last_run_id), last_problem = $3,
  last_fired_at = case when $2::text is null then last_fired_at else now() end where id = $1`

/** A refusal in words for people: the first problem by its place and what was expected there, without values. */
export function said({ message, problems: [first] }: BatonError): string {
  const expected = first?.expected === undefined ? '' : ` (expected: ${first.expected})`
  const place = first?.pointer ? ` Look at ${first.pointer}${expected}.` : ''
  return JSON.stringify({ at: new Date().toISOString(), message: `${message}${place}`.slice(0, 400) })
}

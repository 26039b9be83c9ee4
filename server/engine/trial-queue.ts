import type { PoolClient } from 'pg'
import type { Actor } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import type { Tried } from '@/domain/team/trial'
import type { Db } from '@/server/db/client'
import { inTransaction } from '@/server/db/transaction'
import { appendEntries } from '@/server/record/append'
import { ENGINE } from './commit'
import { insertRun } from './start'
import { wakeWorkers } from './wake'

/** Test cases of one team that are under way together: more would take the models and the workers from live runs. */
export const CASES_AT_ONCE = 4

/**
 * Starts the cases of a team whose turn it is, in the order in which they were asked for.
 * @returns how many
 */
export async function startQueued(db: Db, teamId: string): Promise<number> {
  let started = 0
  while (await startNext(db, teamId)) started++
  if (started > 0) await wakeWorkers(db.pool)
  return started
}

/** The teams in which a case waits for its turn. */
export async function startAllQueued(db: Db): Promise<void> {
  const waiting = await db.prisma.trial.findMany({
    where: { status: 'queued' },
    distinct: ['teamId'],
    select: { teamId: true },
  })
  for (const { teamId } of waiting) await startQueued(db, teamId)
}

/**
 * Takes cases out of the line: they count as stopped.
 * @returns how many
 */
export async function dropQueued(
  { prisma }: Pick<Db, 'prisma'>,
  { teamId, ids }: { teamId: string; ids?: readonly string[] | undefined },
  by: Actor,
): Promise<number> {
  return prisma.$transaction(async (tx) => {
    const dropped = await tx.trial.updateManyAndReturn({
      where: { teamId, status: 'queued', ...(ids && { id: { in: [...ids] } }) },
      data: { status: 'stopped', endedAt: new Date() },
      select: { id: true, workspaceId: true, caseName: true },
    })
    const [first] = dropped
    if (!first) return 0
    await appendEntries(
      tx,
      first.workspaceId,
      dropped.map(({ id, caseName }) => ({
        kind: 'trial.ended',
        actor: by,
        team: teamId,
        ...(caseName !== null && { subject: caseName }),
        data: { trial: id, status: 'stopped', cost_micros: '0' },
      })),
    )
    return dropped.length
  })
}

interface Queued {
  id: string
  workspace_id: string
  case_name: string
  draft_digest: string
  definition: Tried
  started_by: Actor
  slug: string
  name: string
  time_zone: string
  version_id: string
  digest: string
  bundle: Bundle
}

/** One at a time and under a lock, so that two who start together start no more than may be. */
async function startNext(db: Db, teamId: string): Promise<boolean> {
  const done = await inTransaction(db.pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trials of ${teamId}`])
    const next = await nextInLine(client, teamId)
    const isStarted = next !== undefined && (await begin(client, teamId, next))
    return { next, isStarted }
  })
  if (done.isStarted || !done.next) return done.isStarted
  // The team was archived meanwhile: none of them can start.
  await dropQueued(db, { teamId }, ENGINE)
  return false
}

async function nextInLine(client: PoolClient, teamId: string): Promise<Queued | undefined> {
  const { rows } = await client.query<Queued>(
    `select t.id, t.workspace_id, t.case_name, t.draft_digest, t.definition, t.started_by, m.slug, m.name, w.time_zone,
            v.id version_id, v.digest, v.bundle
       from trial t join team m on m.id = t.team_id join workspace w on w.id = t.workspace_id
         join trial_version v on v.id = t.version_id
       where t.team_id = $1 and t.status = 'queued'
         and (select count(*) from trial r
                where r.team_id = $1 and r.status = 'running' and r.case_name is not null) < $2
       order by t.started_at, t.id limit 1 for update of t`,
    [teamId, CASES_AT_ONCE],
  )
  return rows[0]
}

async function begin(client: PoolClient, teamId: string, next: Queued): Promise<boolean> {
  const { id: trial, workspace_id: workspaceId, version_id: id, digest, bundle } = next
  const run = await insertRun(
    { lanes: client },
    {
      workspaceId,
      team: { id: teamId, slug: next.slug, name: next.name },
      version: { id, number: 0, digest, bundle, workspace: { id: workspaceId, timeZone: next.time_zone } },
      input: next.definition.input,
      mode: 'shadow',
      trial: true,
      startedBy: next.started_by,
      data: { draft: next.draft_digest, case: next.case_name },
    },
  )
  if (!run) return false
  await client.query(`update trial set status = 'running', run_id = $2, started_at = now() where id = $1`, [
    trial,
    run.id,
  ])
  return true
}

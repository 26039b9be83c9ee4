import type { PoolClient } from 'pg'
import { BatonError, brief, type Problem } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import type { TeamCase } from '@/domain/team/case'
import type { Tried } from '@/domain/team/trial'
import type { Bundle } from '@/domain/team/bundle'
import { newId } from '@/server/db/id'
import { insertRun } from '@/server/engine/start'
import { startQueued } from '@/server/engine/trial-queue'
import { wakeWorkers } from '@/server/engine/wake'
import { digestOf } from '@/server/record/digest'
import { appendEntries } from '@/server/record/append'
import { authorize, type Context, type Scope } from '../context'
import { refuseStopped } from '../stop/refuse-stopped'
import { asJson } from '../team/as-json'
import type { StoredTeam } from '../team/find'
import { readCases } from './cases'
import { planTry, readDraft, type TriedDraft } from './draft'
import { inTransaction } from '@/server/db/transaction'

/** A case that was asked for; what came of it stands in the bench. */
export interface AskedCase {
  id: string
  name: string
}

/**
 * Tries a team's draft as it stands, or a part of it, in shadow: what would go out is simulated, everything else is real
 * and counts against the budgets.
 * @throws BatonError not_found · conflict (archived; stopped; the draft moved on) · invalid (errors within
 *   what is tried; an input or a pin does not fit, with pointers into what was tried)
 */
export async function startTrial(
  ctx: Context,
  { slug, tried, revision }: { slug: string; tried: Tried; revision?: number | undefined },
): Promise<{ id: string; run: string }> {
  const scope = await authorize(ctx, 'run.start')
  refuseUnstorable(jsonProblem(tried), 'This')
  const draft = await startable(scope, slug)
  if (revision !== undefined && revision !== draft.team.revision)
    throw new BatonError('conflict', 'Somebody edited this team meanwhile. Look at it again, then try it.')
  const planned = planTry(draft, tried)
  if (planned.problems) throw new BatonError('invalid', saysWhy(planned.problems), planned.problems)
  return begin(scope, draft, { tried, bundle: planned.bundle })
}

/**
 * Starts test cases of a team, all of them where none are named: a few at once, the others in their turn, all of the
 * draft as it stands now. One that cannot start says so as its result.
 * @throws BatonError not_found (the team, a case) · conflict (archived; stopped)
 */
export async function startCases(
  ctx: Context,
  { slug, names }: { slug: string; names?: readonly string[] | undefined },
): Promise<{ trials: AskedCase[] }> {
  const scope = await authorize(ctx, 'run.start')
  const draft = await startable(scope, slug)
  const all = await readCases(scope.db.prisma, draft.team.id)
  const missing = names?.find((name) => !all.some((one) => one.name === name))
  if (missing !== undefined) throw new BatonError('not_found', `There is no case “${brief(missing)}”.`)
  const asked = all.filter(({ name }) => names?.includes(name) ?? true)
  const trials: AskedCase[] = []
  const now = Date.now()
  for (const [i, one] of asked.entries()) {
    const { problems, bundle } = planTry(draft, one)
    trials.push(
      problems
        ? await refuse(scope, draft, one, problems)
        : // Their turn is in the order of the cases.
          await enqueue(scope, draft, { tried: one, bundle, name: one.name }, new Date(now + i)),
    )
  }
  await startQueued(scope.db, draft.team.id)
  return { trials }
}

const saysWhy = ([first, ...others]: readonly Problem[]): string =>
  others.length === 0
    ? (first?.message ?? 'It cannot be tried.')
    : `${others.length + 1} things keep this from being tried.`

async function startable(scope: Scope, slug: string): Promise<TriedDraft> {
  const draft = await readDraft(scope.db.prisma, scope.workspace.id, slug)
  const { team } = draft
  if (team.archivedAt) throw new BatonError('conflict', `“${team.name}” is archived. Restore it to try it.`)
  await refuseStopped(scope.db, scope.workspace.id, team.id)
  return draft
}

interface Beginning {
  tried: Tried
  bundle: Bundle
}

/** The draft as it is tried, its run and the trial: all of them or nothing. */
async function begin(scope: Scope, { team, digest }: TriedDraft, { tried, bundle }: Beginning) {
  const { pool } = scope.db
  const workspaceId = scope.workspace.id
  const id = newId('try')
  const run = await inTransaction(pool, async (client) => {
    const version = await keepVersion(client, team, bundle)
    const started = await insertRun(
      { lanes: client },
      {
        workspaceId,
        team: { id: team.id, slug: team.slug, name: team.name },
        version: {
          ...version,
          number: 0,
          bundle,
          workspace: { id: workspaceId, timeZone: scope.workspace.timeZone },
        },
        input: tried.input,
        mode: 'shadow',
        trial: true,
        startedBy: scope.actor,
        data: { draft: digest },
      },
    )
    if (!started) throw new Error(`a trial of ${team.slug} could not be started`)
    await client.query(
      `insert into trial(id, workspace_id, team_id, version_id, run_id, case_digest, draft_digest, definition, status, started_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9)`,
      [
        ...[id, workspaceId, team.id, version.id, started.id, digestOf(tried), digest],
        ...[JSON.stringify(tried), JSON.stringify(scope.actor)],
      ],
    )
    return started.id
  })
  await wakeWorkers(pool)
  return { id, run }
}

/** Puts a case into the line, of the draft as it stands now. */
async function enqueue(
  scope: Scope,
  { team, digest }: TriedDraft,
  { tried, bundle, name }: Beginning & { name: string },
  at: Date,
): Promise<AskedCase> {
  const id = newId('try')
  await inTransaction(scope.db.pool, async (client) => {
    const version = await keepVersion(client, team, bundle)
    await client.query(
      `insert into trial(id, workspace_id, team_id, version_id, case_name, case_digest, draft_digest, definition, status,
                         started_by, started_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10)`,
      [
        ...[id, team.workspaceId, team.id, version.id, name, digestOf(tried), digest],
        ...[JSON.stringify(tried), JSON.stringify(scope.actor), at],
      ],
    )
  })
  return { id, name }
}

/** The draft as it is tried, kept once for all tries of it. */
async function keepVersion(client: PoolClient, team: StoredTeam, bundle: Bundle) {
  const digest = digestOf(bundle)
  const { rows } = await client.query<{ id: string }>(
    `insert into trial_version(id, workspace_id, team_id, digest, bundle, document) values ($1, $2, $3, $4, $5, $6)
       on conflict (team_id, digest) do update set document = excluded.document returning id`,
    [
      newId('trial'),
      team.workspaceId,
      team.id,
      digest,
      JSON.stringify(bundle),
      JSON.stringify(team.document),
    ],
  )
  return { id: rows[0]?.id ?? '', digest }
}

/** A case that cannot start has failed, and says why. */
async function refuse(
  scope: Scope,
  { team, digest }: TriedDraft,
  one: TeamCase,
  problems: readonly Problem[],
): Promise<AskedCase> {
  const id = newId('try')
  const now = new Date()
  await scope.db.prisma.$transaction(async (tx) => {
    await tx.trial.create({
      data: {
        ...{ id, workspaceId: scope.workspace.id, teamId: team.id, caseName: one.name },
        ...{ caseDigest: digestOf(one), draftDigest: digest, definition: asJson(one) },
        ...{ status: 'refused', startedBy: scope.actor, startedAt: now, endedAt: now },
        checked: asJson(
          problems.map(({ pointer, message, expected }) => ({
            pointer,
            expects: expected ?? 'It can start',
            held: false,
            seen: message,
          })),
        ),
      },
    })
    await appendEntries(tx, scope.workspace.id, [
      {
        kind: 'trial.refused',
        actor: scope.actor,
        team: team.id,
        subject: one.name,
        data: { trial: id, draft: digest, problems: problems.length },
      },
    ])
  })
  return { id, name: one.name }
}

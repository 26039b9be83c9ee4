import type { Pool, PoolClient } from 'pg'
import { system } from '@/domain/actor'
import { classesOf } from '@/domain/erasure/classes-of'
import type { Goes } from '@/domain/erasure/erase'
import { roughPattern } from '@/domain/erasure/subject'
import type { Tombstone } from '@/domain/erasure/tombstone'
import { CLASSIFICATIONS, type Classification } from '@/domain/policy/classification'
import type { Bundle } from '@/domain/team/bundle'
import { inTransaction } from '@/server/db/transaction'
import { appendEntry } from '../append'
import { eraseRun, eraseSeals, type RunTable } from './erase-run'
import { candidateRuns } from './find'
import { holdsOf } from './holds'

/** Days after the end of a run by classification; a classification without a rule is kept for ever. */
export type RetentionDays = Partial<Record<Classification, number>>

type Client = Pick<PoolClient, 'query'>

/** A run whose time is over for some classifications. */
interface DueRun {
  id: string
  version: string
  team: string
  endedAt: Date
  due: Classification[]
}

/** Runs are heavy: so many are swept between two looks of the housekeeping. */
const MOST_AT_ONCE = 20

/**
 * Erases what was kept long enough, in at most so many runs, each in a transaction of its own with its entry on the record.
 * What a hold is on stays: of a held person every run in which something looks like them, even roughly.
 * Of a hold that came to its end it is forgotten whom it was on.
 * @returns how many runs were gone through
 */
export async function sweepRetention(
  pool: Pick<Pool, 'connect' | 'query'>,
  limit: number,
  now = new Date(),
): Promise<number> {
  await pool.query(
    'update legal_hold set subject_sealed = null where until < now() and subject_sealed is not null',
  )
  const { rows } = await pool.query<{ workspace: string; days: RetentionDays }>(
    `select workspace_id workspace, jsonb_object_agg(classification, days) days from retention_rule
       group by workspace_id order by workspace_id`,
  )
  let done = 0
  for (const { workspace, days } of rows) {
    const most = Math.min(limit, MOST_AT_ONCE) - done
    if (most <= 0) break
    const bundles = new Map<string, Bundle | null>()
    for (const run of await dueRuns(pool, workspace, days, now, most)) {
      if (!bundles.has(run.version)) bundles.set(run.version, await bundleOf(pool, run.version))
      await inTransaction(pool, (client) =>
        sweepRun(client, workspace, run, bundles.get(run.version) ?? null, now),
      )
      done += 1
    }
  }
  return done
}

export interface RetentionPreview {
  classification: Classification
  days: number
  /** Runs in which values of it would go. */
  runs: number
  /** When the longest ended of them did. */
  oldest: Date | null
  teams: { name: string; runs: number }[]
}

/** What rules would let go of now, were they in force; nothing is changed. */
export async function previewRetention(
  client: Client,
  workspaceId: string,
  days: RetentionDays,
  now = new Date(),
): Promise<{ due: RetentionPreview[]; held: number }> {
  const all = await dueRuns(client, workspaceId, days, now, null, true)
  const held = await heldAmong(client, workspaceId, all)
  const free = all.filter(({ id }) => !held.has(id))
  const present = new Map<string, readonly Classification[]>()
  for (const { version } of free)
    if (!present.has(version)) present.set(version, presentIn(await bundleOf(client, version)))
  const due = CLASSIFICATIONS.flatMap((classification): RetentionPreview[] => {
    const kept = days[classification]
    if (kept === undefined) return []
    const runs = free.filter(
      (run) => run.due.includes(classification) && present.get(run.version)?.includes(classification),
    )
    const teams = new Map<string, number>()
    for (const { team } of runs) teams.set(team, (teams.get(team) ?? 0) + 1)
    return [
      {
        ...{ classification, days: kept, runs: runs.length },
        oldest: runs.reduce<Date | null>(
          (first, { endedAt }) => (first && first < endedAt ? first : endedAt),
          null,
        ),
        teams: [...teams].map(([name, count]) => ({ name, runs: count })).sort((a, b) => b.runs - a.runs),
      },
    ]
  })
  return { due, held: held.size }
}

/** The longest over first. */
async function dueRuns(
  client: Client,
  workspaceId: string,
  days: RetentionDays,
  now: Date,
  most: number | null,
  withHeld = false,
): Promise<DueRun[]> {
  const rules = (Object.entries(days) as [Classification, number][]).map(([classification, kept]) => ({
    classification,
    before: new Date(now.getTime() - kept * 86_400_000),
  }))
  if (rules.length === 0) return []
  const keep = withHeld ? [] : [...(await personHeld(client, workspaceId))]
  const { rows } = await client.query<DueRun>(
    `select r.id, r.version_id version, t.name team, r.ended_at "endedAt", due.classes due
       from run r join team t on t.id = r.team_id
         cross join lateral (select array_agg(rule.classification) classes
           from unnest($2::text[], $3::timestamptz[]) as rule(classification, before)
           where r.ended_at < rule.before and not rule.classification = any(r.retained)) due
       where r.workspace_id = $1 and r.created_at < $4 and r.ended_at is not null and due.classes is not null
         and ($6 or not run_is_held(r.id) and not r.id = any($7::text[]))
         and not exists (select from run p where p.id = r.parent_run and p.ended_at is null)
       order by r.ended_at, r.id limit $5`,
    [
      workspaceId,
      rules.map(({ classification }) => classification),
      rules.map(({ before }) => before),
      new Date(Math.max(...rules.map(({ before }) => before.getTime()))),
      ...[most, withHeld, keep],
    ],
  )
  return rows
}

async function personHeld(client: Client, workspaceId: string): Promise<Set<string>> {
  const { people } = await holdsOf(client, workspaceId)
  const held = new Set<string>()
  for (const { subject } of people)
    for (const id of await candidateRuns(client, workspaceId, roughPattern(subject), null)) held.add(id)
  return held
}

async function heldAmong(client: Client, workspaceId: string, runs: readonly DueRun[]): Promise<Set<string>> {
  const byPerson = await personHeld(client, workspaceId)
  const { rows } = await client.query<{ id: string }>(
    'select id from unnest($1::text[]) as run(id) where run_is_held(id)',
    [runs.map(({ id }) => id)],
  )
  const held = new Set(rows.map(({ id }) => id))
  for (const { id } of runs) if (byPerson.has(id)) held.add(id)
  return held
}

async function sweepRun(
  client: PoolClient,
  workspaceId: string,
  { id, due }: DueRun,
  bundle: Bundle | null,
  now: Date,
): Promise<void> {
  const classes = due.filter((one) => presentIn(bundle).includes(one))
  if (classes.length > 0) {
    const mark: Tombstone = {
      ...{ erased: true, at: now.toISOString() },
      because: `retention ${classes.join(' ')}`,
    }
    const done = await eraseRun(client, workspaceId, id, {
      erasingIn: (table) => ({
        ...{ mark, renamed: new Map(), named: () => false },
        goes: goesIn(table, bundle, classes),
      }),
      sealed: () => true,
    })
    // Somebody took it up again meanwhile.
    if (!done) return
    if (done.erased.values > 0) {
      await appendEntry(client, workspaceId, {
        kind: 'retention.carried_out',
        actor: system('engine'),
        run: id,
        team: done.erased.team,
        data: { classifications: classes, values: done.erased.values, seals: done.seals.length },
      })
      await eraseSeals(client, workspaceId, done.seals)
    }
  }
  await client.query(
    'update run set retained = array(select distinct unnest(retained || $2::text[]) order by 1) where id = $1',
    [id, due],
  )
}

/**
 * In the state a value goes by its own classification. Everywhere else (views, requests, answers, what people were shown,
 * words of agents) stand copies of values of any: they go with the first classification of the run whose time is over.
 */
function goesIn(table: RunTable, bundle: Bundle | null, due: readonly Classification[]): Goes {
  const classes = bundle ? classesOf(bundle) : null
  const isDue = (path: readonly string[]): boolean => due.includes(classes?.at(path) ?? 'restricted')
  return (_value, standing, path) => {
    if (standing === 'fixed') return false
    const [column, ...below] = path
    if (table === 'run' && column === 'state') return isDue(below)
    if (table === 'run' && column === 'input') return isDue([bundle?.entry ?? '', ...below])
    if (table === 'state_version') return isDue(below)
    return true
  }
}

const presentIn = (bundle: Bundle | null): readonly Classification[] =>
  bundle ? classesOf(bundle).present : ['restricted']

async function bundleOf(client: Client, version: string): Promise<Bundle | null> {
  const { rows } = await client.query<{ bundle: Bundle }>(
    `select bundle from team_version where id = $1 union all select bundle from trial_version where id = $1`,
    [version],
  )
  return rows[0]?.bundle ?? null
}

import type { PoolClient } from 'pg'
import type { Certificate } from '@/domain/erasure/certificate'
import { LEFT_ALONE, WHY_LEFT, type LeftAlone } from '@/domain/erasure/left-alone'
import { OTHER_TABLES, RUN_TABLES, type ErasedTable } from '@/domain/erasure/places'
import { namesOf, roughPattern, type Names, type Subject } from '@/domain/erasure/subject'
import type { Tombstone } from '@/domain/erasure/tombstone'
import { maskedText } from '@/domain/erasure/masked-text'
import { namesAnywhere, OF_RUN, sealsOf, type RunTable } from './erase-run'
import { holdsOf, type Holds } from './holds'
import { eraseRow, rowsOf, type Erasing } from './rows'

/** Runs that one search, and one erasure, goes through; more are found by looking for less. */
export const MOST_RUNS = 500
const SAMPLES = 3

export interface FoundRun {
  run: string
  /** Masked where it names the person. */
  title: string
  team: { id: string; slug: string; name: string }
  status: string
  startedAt: Date
  /** One that is under way is not touched. */
  over: boolean
  held: boolean
  /** Values that name the person, by place. */
  places: { place: string; values: number }[]
  /** A few of them, masked. */
  samples: string[]
}

export interface Found {
  runs: FoundRun[]
  /** More than one search goes through. */
  more: boolean
  elsewhere: { place: string; values: number }[]
  kept: Certificate['kept']
}

const MARK: Tombstone = { erased: true, at: '', because: 'erasure ' }
type Client = Pick<PoolClient, 'query'>

/** Erases what names the person; `seen` is told of each such value. */
export function erasingOf(names: Names, mark: Tombstone, seen?: (value: string) => void): Erasing {
  const named = (value: string | number): boolean => {
    if (!names(value)) return false
    seen?.(String(value))
    return true
  }
  return {
    goes: (value) => typeof value !== 'boolean' && named(value),
    ...{ named, mark, renamed: new Map() },
  }
}

/** Where in a workspace somebody is named, run by run and elsewhere. */
export async function findSubject(client: Client, workspaceId: string, subject: Subject): Promise<Found> {
  const names = namesOf(subject)
  const pattern = roughPattern(subject)
  const holds = await holdsOf(client, workspaceId)
  const candidates = await candidateRuns(client, workspaceId, pattern, MOST_RUNS + 1)
  const runs: FoundRun[] = []
  for (const id of candidates.slice(0, MOST_RUNS)) {
    const found = await findInRun(client, workspaceId, id, names, holds)
    if (found) runs.push(found)
  }
  return {
    runs,
    more: candidates.length > MOST_RUNS,
    elsewhere: await findElsewhere(client, workspaceId, pattern, names),
    kept: await findKept(client, workspaceId, pattern, names),
  }
}

/** Runs where a text fits the rough pattern, the newest first; at most so many. */
export async function candidateRuns(
  client: Client,
  workspaceId: string,
  pattern: string,
  most: number | null,
): Promise<string[]> {
  const own = (Object.entries(RUN_TABLES) as [RunTable, ErasedTable][]).map(([table, { columns }]) => {
    const fits = Object.keys(columns).map((name) => `t."${name}"::text ~ $2`)
    const run = {
      run: 't.id',
      received_event: '(select k.run_id from event_taking k where k.event_id = t.id limit 1)',
    }
    return `select ${(run as Record<string, string>)[table] ?? 't.run_id'} id from "${table}" t where (${fits.join(' or ')})${
      ['state_version', 'step'].includes(table) ? '' : ' and t.workspace_id = $1'
    }`
  })
  const { rows } = await client.query<{ id: string }>(
    `select r.id from run r where r.workspace_id = $1 and r.id in (
       ${own.join(' union ')} union
       select e.run_id from record_private p join record_entry e on e.entry_id = p.entry_id
         where e.workspace_id = $1 and e.run_id is not null and p.field <> '/actor/name' and p.value::text ~ $2)
     order by r.created_at desc, r.id desc limit $3`,
    [workspaceId, pattern, most],
  )
  return rows.map(({ id }) => id)
}

async function findInRun(
  client: Client,
  workspaceId: string,
  id: string,
  names: Names,
  holds: Holds,
): Promise<FoundRun | null> {
  const { rows } = await client.query<{
    title: string
    status: string
    created_at: Date
    over: boolean
    team: FoundRun['team']
  }>(
    `select r.title, r.status, r.created_at, r.ended_at is not null as "over",
        jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) team
       from run r join team t on t.id = r.team_id where r.id = $1 and r.workspace_id = $2`,
    [id, workspaceId],
  )
  const run = rows[0]
  if (!run) return null
  const samples = new Set<string>()
  const erasing = erasingOf(names, MARK, (value) => {
    if (samples.size < SAMPLES) samples.add(maskedText(value))
  })
  const heldNames = holds.people.map(({ subject }) => erasingOf(namesOf(subject), MARK))
  let held = holds.runs.has(id) || holds.teams.has(run.team.id)
  const places: FoundRun['places'] = []
  for (const [table, spec] of Object.entries(RUN_TABLES) as [RunTable, ErasedTable][]) {
    const found = await rowsOf(client, table, spec, { where: OF_RUN[table], values: [id] })
    const values = found.reduce((sum, row) => sum + eraseRow(spec, row, erasing).count, 0)
    held ||= heldNames.some((of) => namesAnywhere(found, of))
    if (values > 0) places.push({ place: spec.called, values })
  }
  const seals = await sealsOf(
    client,
    'e.workspace_id = $1 and e.run_id = $2',
    [workspaceId, id],
    (_, value) => {
      held ||= heldNames.some((of) => namesAnywhere(value, of))
      return namesAnywhere(value, erasing)
    },
  )
  if (seals.length > 0) places.push({ place: SEALED, values: seals.length })
  if (places.length === 0) return null
  return {
    ...{ run: id, team: run.team, status: run.status, startedAt: run.created_at, over: run.over, held },
    title: names(run.title) ? maskedText(run.title) : run.title,
    ...{ places, samples: [...samples] },
  }
}

const SEALED = 'Sealed value of the record'

/** Which rows are looked through outside of runs; `$2` is the rough pattern. */
export const ELSEWHERE: readonly { table: string; spec: ErasedTable; where: string }[] = [
  { table: 'team_case', spec: OTHER_TABLES.team_case, where: 't.workspace_id = $1' },
  { table: 'comment', spec: OTHER_TABLES.comment, where: 't.workspace_id = $1' },
  // Results of tries that never became a run.
  {
    table: 'trial',
    spec: RUN_TABLES.trial,
    where: `t.workspace_id = $1 and t.run_id is null and t.status <> 'queued'`,
  },
  // What no run took, or several did, once all of them are over.
  {
    table: 'received_event',
    spec: RUN_TABLES.received_event,
    where: `t.workspace_id = $1
      and (select count(distinct k.run_id) from event_taking k where k.event_id = t.id) <> 1
      and not exists (select from event_taking k join run r on r.id = k.run_id
                        where k.event_id = t.id and r.ended_at is null)`,
  },
]
export const fitsPattern = ({ columns }: ErasedTable): string =>
  `(${Object.keys(columns)
    .map((name) => `t."${name}"::text ~ $2`)
    .join(' or ')})`
/** Values beside entries that are of no run. */
export const SEALS_ELSEWHERE = 'e.workspace_id = $1 and e.run_id is null and p.value::text ~ $2'

async function findElsewhere(
  client: Client,
  workspaceId: string,
  pattern: string,
  names: Names,
): Promise<Found['elsewhere']> {
  const erasing = erasingOf(names, MARK)
  const found: Found['elsewhere'] = []
  for (const { table, spec, where } of ELSEWHERE) {
    const rows = await rowsOf(client, table, spec, {
      where: `${where} and ${fitsPattern(spec)}`,
      values: [workspaceId, pattern],
    })
    const values = rows.reduce((sum, row) => sum + eraseRow(spec, row, erasing).count, 0)
    if (values > 0) found.push({ place: spec.called, values })
  }
  const seals = await sealsOf(client, SEALS_ELSEWHERE, [workspaceId, pattern], (_, value) =>
    namesAnywhere(value, erasing),
  )
  if (seals.length > 0) found.push({ place: SEALED, values: seals.length })
  return found
}

/** How the rows of a table lead to workspace `$1`, where they do not name it. */
const LEADS: Record<string, string> = {
  workspace: 't.id = $1',
  user_account: 'exists (select from membership m where m.user_id = t.id and m.workspace_id = $1)',
  state_version: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  user_session: 'exists (select from membership m where m.user_id = t.user_id and m.workspace_id = $1)',
}
const SEARCHED: readonly LeftAlone[] = ['drawn', 'staff', 'leaf']

/** Where the person is named and nothing is erased, with the reason. Goes by whole rows. */
export async function findKept(
  client: Client,
  workspaceId: string,
  pattern: string,
  names: Names,
): Promise<Certificate['kept']> {
  const kept: Certificate['kept'] = []
  const erasing = erasingOf(names, MARK)
  const there = await columnsOf(client)
  for (const [table, columns] of Object.entries(LEFT_ALONE))
    for (const why of SEARCHED) {
      const searched = Object.keys(columns).filter(
        (name) => columns[name] === why && there.has(`${table}.${name}`),
      )
      if (searched.length === 0) continue
      const text = (name: string): string =>
        name === 'body' ? `convert_from(t.body, 'UTF8')` : `t."${name}"::text`
      const { rows } = await client.query<{ found: unknown[] }>(
        `select jsonb_build_array(${searched
          .map((name) => (name === 'body' ? `convert_from(t.body, 'UTF8')::jsonb` : `to_jsonb(t."${name}")`))
          .join(', ')}) found
           from "${table}" t where ${LEADS[table] ?? 't.workspace_id = $1'}
             and (${searched.map((name) => `${text(name)} ~ $2`).join(' or ')})`,
        [workspaceId, pattern],
      )
      const count = rows.filter(({ found }) => namesAnywhere(found, erasing)).length
      if (count > 0)
        kept.push({ place: table.replaceAll('_', ' '), count, why: WHY_LEFT[why as keyof typeof WHY_LEFT] })
    }
  return kept
}

/** What this database has: while an installation is brought up to date, a worker may be of the version before or after. */
async function columnsOf(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
  )
  return new Set(rows.map(({ name }) => name))
}

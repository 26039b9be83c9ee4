import { pointerParts } from '@/domain/pointer'
import type { JsonValue } from '@/domain/record/canonical'
import type { RecordEntry } from '@/domain/record/entry'
import type { Scope } from '../context'
import { sightIn } from '../sight'
import { namesIn, namesOf } from './names'
import { unsealedFor } from './unsealed'

/** A row as it is stored; `body` are the exact bytes that were hashed. */
export interface EntryRow {
  id: string
  entry_id: string
  run_id: string | null
  kind: string
  seq: string | null
  at: Date
  body: Buffer
}

export interface EntryActor {
  kind: RecordEntry['actor']['kind']
  id: string
  name: string
}

/** One line of the decision explorer. */
export interface ListedEntry {
  /** Order of arrival; also the cursor. */
  id: string
  entryId: string
  /** Place in the record, from 1; null until the sequencer has numbered it. */
  number: number | null
  proof: 'proven' | 'next'
  at: Date
  kind: string
  actor: EntryActor
  run: { id: string; title: string } | null
  team: { id: string; name: string } | null
  node: string | null
  iteration: number
  attempt: number
  subject: string | null
  data: Record<string, JsonValue>
  /** Short private values by name, such as a reason. */
  privates: Record<string, JsonValue>
  /** What the things that it speaks of are called, by their ids, `agent/<slug>` and `connection/<slug>`. */
  names: Record<string, string>
  /** The stored bytes are no entry: they were altered. */
  unreadable: boolean
}

/** Longer private values stand in the detail of an entry, not in its line. */
const SHORT = 600

/** What people need beside the bytes: names, titles, short private values. Leaves hold no names of people. */
export async function listed(scope: Scope, rows: EntryRow[], provenBelow: number): Promise<ListedEntry[]> {
  const { db, workspace } = scope
  const sight = await sightIn(scope)
  const entries = rows.map((row) => ({ row, entry: parseBody(row.body) }))
  const people = [
    ...new Set(
      entries.flatMap(({ entry }) => (entry?.actor.kind === 'person' ? [String(entry.actor.id)] : [])),
    ),
  ]
  const runs = [...new Set(rows.flatMap(({ run_id }) => (run_id ? [run_id] : [])))]
  const [names, spokenOf, titles, privates] = await Promise.all([
    db.prisma.user.findMany({ where: { id: { in: people } }, select: { id: true, name: true } }),
    namesIn(
      scope,
      entries.map(({ entry }) => entry),
    ),
    db.prisma.run.findMany({
      where: { id: { in: runs }, workspaceId: workspace.id },
      select: { id: true, title: true, teamId: true },
    }),
    db.pool.query<{ entry_id: string; field: string; value: JsonValue }>(
      `select entry_id, field, value from record_private
        where entry_id = any($1) and octet_length(value::text) < $2`,
      [rows.map(({ entry_id }) => entry_id), SHORT],
    ),
  ])
  const teamIds = [
    ...new Set(
      entries.flatMap(({ entry }) => (entry?.team ? [entry.team] : [])).concat(titles.map((r) => r.teamId)),
    ),
  ]
  const teams = await db.prisma.team.findMany({
    where: { id: { in: teamIds }, workspaceId: workspace.id },
    select: { id: true, name: true },
  })
  const shownTitles = await sight.titled(titles)
  const unsealed = await unsealedFor(sight, runs)
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return entries.map(({ row, entry }): ListedEntry => {
    const own = privates.rows.filter(
      ({ entry_id, field }) =>
        entry_id === row.entry_id && unsealed({ field, kind: row.kind, run: row.run_id }),
    )
    const run = shownTitles.find(({ id }) => id === row.run_id)
    const teamId = entry?.team ?? run?.teamId
    return {
      id: row.id,
      entryId: row.entry_id,
      number: row.seq === null ? null : Number(row.seq) + 1,
      proof: row.seq !== null && Number(row.seq) < provenBelow ? 'proven' : 'next',
      at: entry ? new Date(entry.at) : row.at,
      kind: row.kind,
      actor: actorOf(entry, nameOf, own),
      run: run ? { id: run.id, title: run.title } : null,
      team: teams.find(({ id }) => id === teamId) ?? null,
      node: entry?.node ?? null,
      iteration: entry?.iteration ?? 0,
      attempt: entry?.attempt ?? 0,
      subject: entry?.subject ?? null,
      data: entry?.data ?? {},
      privates: Object.fromEntries(own.map(({ field, value }) => [nameOfField(field), value])),
      names: namesOf(entry, spokenOf),
      unreadable: !entry,
    }
  })
}

/** The entry in the bytes, unless somebody altered them beyond reading. What it says is proven elsewhere. */
export function parseBody(body: Buffer): RecordEntry | null {
  try {
    const entry = JSON.parse(body.toString('utf8')) as Partial<RecordEntry>
    const whole = entry.actor?.id && entry.kind && entry.data && !Number.isNaN(Date.parse(String(entry.at)))
    return whole ? (entry as RecordEntry) : null
  } catch {
    return null
  }
}

/** `/data/reason` → `reason`. */
const nameOfField = (field: string): string => pointerParts(field).at(-1) ?? ''

function actorOf(
  entry: RecordEntry | null,
  people: ReadonlyMap<string, string>,
  privates: { field: string; value: JsonValue }[],
): EntryActor {
  if (!entry) return { kind: 'nobody', id: '', name: 'Unreadable' }
  const { kind, id, name } = entry.actor
  if (kind !== 'person') return { kind, id, name: typeof name === 'string' ? name : id }
  const sealed = privates.find(({ field }) => field === '/actor/name')?.value
  const known = people.get(id) ?? (typeof sealed === 'string' ? sealed : undefined)
  return { kind, id, name: known ?? 'Erased person' }
}

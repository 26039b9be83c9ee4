import { z } from 'zod'
import { authorize, type Context, type Scope } from '../context'
import { conditionsOf } from './conditions'
import { recordFilter, type RecordFilter } from './filter'
import { listed, type EntryRow, type ListedEntry } from './shape'

export const listInput = recordFilter.extend({
  /** Entries that arrived up to this one, and none after: what is shown stays where it is. */
  upTo: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullish(),
  limit: z.number().int().min(1).max(200).default(100),
})

export interface EntryPage {
  entries: ListedEntry[]
  /** Where to go on; null at the beginning of the record. May be set on a page without entries. */
  nextCursor: string | null
  /** When the last entry that was looked at happened. */
  searchedBackTo: Date | null
}

/** A filter that no index serves looks this far back in one call, so that a rare match never holds a connection. */
const WINDOW = 20_000
const WINDOWS = 5
/** Entries are numbered on arrival but may commit later: this much earlier is still looked at. */
const SLACK_MS = 60_000

/** Entries, the newest first, a page at a time. */
export async function listEntries(ctx: Context, input: z.infer<typeof listInput>): Promise<EntryPage> {
  const scope = await authorize(ctx, 'record.read')
  const { pool } = scope.db
  const upTo = input.cursor ?? (input.upTo ? String(BigInt(input.upTo) + 1n) : '9223372036854775807')
  const [{ where, values }, provenBelow] = await Promise.all([conditionsOf(scope, input), sizeOf(scope)])
  const rows: EntryRow[] = []
  let before = upTo
  let searchedBackTo: Date | null = null
  for (let window = 0; window < WINDOWS; window++) {
    const { rows: ends } = await pool.query<{ id: string; at: Date }>(
      `select id, at from record_entry where workspace_id = $1 and id < $2 order by id desc offset $3 limit 1`,
      [scope.workspace.id, before, WINDOW - 1],
    )
    const end = ends[0]
    const { rows: found } = await pool.query<EntryRow>(
      `select id, entry_id, run_id, kind, seq, at, body from record_entry
        where workspace_id = $1 and id < $2 and id >= $3 ${where} order by id desc limit $4`,
      [scope.workspace.id, before, end?.id ?? '0', input.limit - rows.length, ...values],
    )
    rows.push(...found)
    if (rows.length === input.limit) {
      const last = rows.at(-1)
      return page(last?.id ?? null, last?.at ?? null)
    }
    if (!end) return page(null, null)
    searchedBackTo = end.at
    if (input.since && end.at.getTime() < input.since.getTime() - SLACK_MS) return page(null, end.at)
    before = end.id
  }
  return page(before, searchedBackTo)

  async function page(nextCursor: string | null, back: Date | null): Promise<EntryPage> {
    return { entries: await listed(scope, rows, provenBelow), nextCursor, searchedBackTo: back }
  }
}

/** How many entries of a filter arrived after one, up to a hundred: what waits behind `3 new`. */
export async function countNewer(
  ctx: Context,
  { after, ...filter }: RecordFilter & { after: string },
): Promise<{ count: number; newest: string }> {
  const scope = await authorize(ctx, 'record.read')
  const { where, values } = await conditionsOf(scope, filter)
  const { rows } = await scope.db.pool.query<{ count: number; newest: string }>(
    `select count(*)::int count, coalesce(max(id), 0)::text newest from (
       select id from record_entry where workspace_id = $1 and id > $2 and $3::int = 0 and $4::int = 0 ${where}
        order by id desc limit 100) x`,
    [scope.workspace.id, after, 0, 0, ...values],
  )
  return rows[0] ?? { count: 0, newest: '0' }
}

/** Entries under the latest checkpoint. */
export async function sizeOf({ db, workspace }: Scope): Promise<number> {
  const latest = await db.prisma.recordCheckpoint.findFirst({
    where: { workspaceId: workspace.id },
    orderBy: { size: 'desc' },
    select: { size: true },
  })
  return Number(latest?.size ?? 0)
}

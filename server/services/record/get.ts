import { BatonError } from '@/domain/problem'
import type { JsonValue } from '@/domain/record/canonical'
import { toBase64, toHex } from '@/domain/record/digest'
import type { ReviewView } from '@/domain/run/review'
import { authorize, type Context, type Scope } from '../context'
import { sightIn } from '../sight'
import { treeOf } from './leaf-tree'
import { growth, intact, type GrowthProof } from './proof'
import { listed, type EntryRow, type ListedEntry } from './shape'
import { unsealedFor } from './unsealed'

/** What proves an entry, all of it checked by whoever reads it. Hashes in base64, notes as they were signed. */
export interface EntryProof {
  index: number
  size: number
  path: string[]
  /** The latest checkpoint. */
  note: string
  number: number
  /** The checkpoint before, and that the record only grew since. */
  previous: { note: string; number: number; growth: GrowthProof } | null
  key: string
  /** The checkpoint that covered the entry first. */
  covered: { number: number; size: number; at: Date }
}

export interface EntryDetail extends ListedEntry {
  /** The exact bytes, as UTF-8 text. */
  body: string
  /** Of the leaf, as stored beside the bytes; hex. */
  storedHash: string
  sealed: { field: string; value: JsonValue; salt: string }[]
  /** Sealed values that are not shown to this caller, by their places. */
  unseen: string[]
  /** Of a verdict with edits: the draft as it was shown to who edited it. */
  draft: JsonValue | null
  proven: EntryProof | null
}

/** One entry with its bytes, its private values and its proof. @throws BatonError not_found */
export async function getEntry(ctx: Context, { id }: { id: string }): Promise<EntryDetail> {
  const scope = await authorize(ctx, 'record.read')
  const { db, workspace } = scope
  const byId = id.startsWith('ent_') ? 'entry_id = $2' : 'id = $2::bigint'
  const { rows } = await db.pool.query<EntryRow & { leaf_hash: Buffer }>(
    `select id, entry_id, run_id, kind, seq, at, body, leaf_hash from record_entry where workspace_id = $1 and ${byId}`,
    [workspace.id, id],
  )
  const row = rows[0]
  if (!row) throw new BatonError('not_found', `There is no entry ${id}.`)
  const proof = row.seq === null ? null : await proofOf(scope, Number(row.seq))
  const [lines, privates] = await Promise.all([
    listed(scope, [row], proof?.size ?? 0),
    db.prisma.recordPrivate.findMany({ where: { entryId: row.entry_id }, orderBy: { field: 'asc' } }),
  ])
  const line = lines[0] as ListedEntry
  const unsealed = await unsealedFor(await sightIn(scope), [row.run_id])
  const shown = (field: string) => unsealed({ field, kind: row.kind, run: row.run_id })
  return {
    ...line,
    body: row.body.toString('utf8'),
    storedHash: toHex(row.leaf_hash),
    sealed: privates
      .filter(({ field }) => shown(field))
      .map(({ field, value, salt }) => ({
        field,
        value: value as JsonValue,
        salt: toBase64(salt),
      })),
    unseen: privates.flatMap(({ field }) => (shown(field) ? [] : [field])),
    draft: shown('/data/edit') ? await draftOf(scope, line) : null,
    proven: proof,
  }
}

/** Null unless the review still holds the very view that the verdict binds to. */
async function draftOf({ db, workspace }: Scope, { kind, data }: ListedEntry): Promise<JsonValue | null> {
  const { edited, review: id, view: digest } = data
  if (kind !== 'review.decided' || edited !== true) return null
  if (typeof id !== 'string' || typeof digest !== 'string') return null
  const review = await db.prisma.review.findFirst({ where: { id, digest, workspaceId: workspace.id } })
  const view = review?.view as unknown as ReviewView | undefined
  return (view?.draft?.value as JsonValue | undefined) ?? null
}

/** What proves the entry at a place in the tree; null until a checkpoint covers it. */
export async function proofOf(scope: Scope, index: number): Promise<EntryProof | null> {
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const [latest, covering, key] = await Promise.all([
    prisma.recordCheckpoint.findMany({ where: { workspaceId }, orderBy: { size: 'desc' }, take: 2 }),
    prisma.recordCheckpoint.findFirst({
      where: { workspaceId, size: { gt: index } },
      orderBy: { size: 'asc' },
      select: { size: true, at: true },
    }),
    prisma.recordKey.findUnique({ where: { workspaceId }, select: { verifier: true } }),
  ])
  const [head, before] = latest
  if (!head || !covering || !key || Number(head.size) <= index) return null
  const size = Number(head.size)
  const [all, upTo, path] = await Promise.all([
    prisma.recordCheckpoint.count({ where: { workspaceId, size: { lte: head.size } } }),
    prisma.recordCheckpoint.count({ where: { workspaceId, size: { lte: covering.size } } }),
    intact(() => treeOf(scope.db, workspaceId).inclusionProof(index, size)),
  ])
  return {
    index,
    size,
    path: path.map(toBase64),
    note: head.note,
    number: all,
    previous: before
      ? { note: before.note, number: all - 1, growth: await growth(scope, Number(before.size), size) }
      : null,
    key: key.verifier,
    covered: { number: upTo, size: Number(covering.size), at: covering.at },
  }
}

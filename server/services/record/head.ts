import { authorize, type Context } from '../context'

export interface CheckpointRow {
  /** Counted from 1 in the order they were signed. */
  number: number
  size: number
  at: Date
  note: string
}

export interface RecordHead {
  /** All entries, numbered or not. */
  entries: number
  since: Date | null
  /** Number of the newest arrival, for `countNewer`. */
  newest: string
  /** Entries no checkpoint covers yet. */
  waiting: number
  /** Newest first, at most 24. */
  checkpoints: CheckpointRow[]
  /** Verifier key in signed-note form; null until something was signed. */
  key: string | null
}

/** Where the record stands. What is signed is handed out as it is: the browser checks it. */
export async function readHead(ctx: Context): Promise<RecordHead> {
  const { db, workspace } = await authorize(ctx, 'record.read')
  const workspaceId = workspace.id
  const [rows, count, key, waiting, ends] = await Promise.all([
    db.prisma.recordCheckpoint.findMany({
      where: { workspaceId },
      orderBy: { size: 'desc' },
      take: 24,
      select: { size: true, at: true, note: true },
    }),
    db.prisma.recordCheckpoint.count({ where: { workspaceId } }),
    db.prisma.recordKey.findUnique({ where: { workspaceId }, select: { verifier: true } }),
    db.prisma.recordEntry.count({ where: { workspaceId, seq: null } }),
    db.prisma.$queryRaw<{ first: Date | null; newest: bigint | null }[]>`
      SELECT (SELECT at FROM record_entry WHERE workspace_id = ${workspaceId} ORDER BY id LIMIT 1) AS first,
             (SELECT id FROM record_entry WHERE workspace_id = ${workspaceId} ORDER BY id DESC LIMIT 1) AS newest`,
  ])
  return {
    entries: Number(rows[0]?.size ?? 0) + waiting,
    since: ends[0]?.first ?? null,
    newest: String(ends[0]?.newest ?? 0),
    waiting,
    checkpoints: rows.map(({ size, at, note }, i) => ({ number: count - i, size: Number(size), at, note })),
    key: key?.verifier ?? null,
  }
}

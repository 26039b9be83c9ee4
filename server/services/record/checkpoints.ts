import { authorize, type Context } from '../context'
import type { CheckpointRow } from './head'

/** The history of checkpoints, newest first, a hundred at a time. */
export async function listCheckpoints(
  ctx: Context,
  { before }: { before?: number | undefined },
): Promise<CheckpointRow[]> {
  const { db, workspace } = await authorize(ctx, 'record.read')
  const where = { workspaceId: workspace.id, ...(before === undefined ? {} : { size: { lt: before } }) }
  const [rows, count] = await Promise.all([
    db.prisma.recordCheckpoint.findMany({
      where,
      orderBy: { size: 'desc' },
      take: 100,
      select: { size: true, at: true, note: true },
    }),
    db.prisma.recordCheckpoint.count({ where }),
  ])
  return rows.map(({ size, at, note }, i) => ({ number: count - i, size: Number(size), at, note }))
}

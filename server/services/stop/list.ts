import { readStops, type Stop } from '@/server/engine/stops'
import { authorize, type Context } from '@/server/services/context'

export type { Stop }

/** Every switch of the workspace that is off, and how many runs stand still for it. */
export async function listStops(ctx: Context): Promise<{ stops: Stop[]; held: number }> {
  const { db, workspace } = await authorize(ctx, 'workspace.read')
  const { stops } = await readStops(db, [workspace.id])
  const [row] = await db.prisma.$queryRaw<{ held: number }[]>`
    SELECT count(DISTINCT b.run_id)::int AS held FROM branch b JOIN run r ON r.id = b.run_id
     WHERE b.held_by IS NOT NULL AND b.status = 'ready' AND r.workspace_id = ${workspace.id}
       AND r.status NOT IN ('done', 'failed', 'cancelled')`
  return { stops, held: row?.held ?? 0 }
}

import { authorize, type Context } from '../context'

/** What of a run is shown to the caller beyond their clearance at this moment; null where nothing is. */
export async function myReveal(
  ctx: Context,
  { run }: { run: string },
): Promise<{ id: string; endsAt: Date } | null> {
  const { db, workspace, actor } = await authorize(ctx, 'run.read')
  return db.prisma.reveal.findFirst({
    where: {
      ...{ workspaceId: workspace.id, userId: actor.id, runId: run },
      ...{ endedAt: null, endsAt: { gt: new Date() } },
    },
    select: { id: true, endsAt: true },
    orderBy: { endsAt: 'desc' },
  })
}

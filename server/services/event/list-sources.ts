import { actorSchema } from '@/domain/actor'
import { authorize, type Context } from '../context'
import { previousHolds } from '../signed/keys'

/** The workspace's event sources by name. Their keys are never shown again. */
export async function listSources(ctx: Context) {
  const { db, workspace } = await authorize(ctx, 'event.read')
  const rows = await db.prisma.eventSource.findMany({
    where: { workspaceId: workspace.id },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, name, events, enabled, lastAt, createdBy, createdAt, ...keys }) => ({
    ...{ id, name, events, enabled, lastAt, createdAt },
    /** Where it sends, below the console's address; the event's name comes last. */
    path: `/api/events/${id}/`,
    previousUntil: previousHolds(keys),
    createdBy: actorSchema.safeParse(createdBy).data?.name ?? 'unknown',
  }))
}

import type { Scope } from '../context'

/** Which runs are shown at this moment to whoever asks, beyond their clearance. Only a person has any shown. */
export async function revealedTo({ db, workspace, actor }: Scope): Promise<ReadonlySet<string>> {
  if (actor.kind !== 'person') return new Set()
  const rows = await db.prisma.reveal.findMany({
    where: { workspaceId: workspace.id, userId: actor.id, endedAt: null, endsAt: { gt: new Date() } },
    select: { runId: true },
  })
  return new Set(rows.map(({ runId }) => runId))
}

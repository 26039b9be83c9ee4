import type { Scope } from '../context'
import { judgeOf } from '../permission'

/**
 * Ids of the runs that are shown at this moment to whoever asks, beyond their clearance. Only a person has any shown, and
 * only for as long as they may.
 */
export async function revealedTo(scope: Scope): Promise<ReadonlySet<string>> {
  const { db, workspace, actor } = scope
  if (actor.kind !== 'person') return new Set()
  const rows = await db.prisma.reveal.findMany({
    where: { workspaceId: workspace.id, userId: actor.id, endedAt: null, endsAt: { gt: new Date() } },
    select: { runId: true },
  })
  if (rows.length === 0 || !(await judgeOf(scope, workspace))('value.reveal').allowed) return new Set()
  return new Set(rows.map(({ runId }) => runId))
}

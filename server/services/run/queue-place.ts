import type { Tx } from '@/server/db/client'

/** Where a queued run stands among its team's, 1 comes next; null when it is not queued. */
export async function queuePlace(
  tx: Tx,
  { teamId, queueNumber }: { teamId: string; queueNumber: bigint | null },
): Promise<{ position: number; maxInFlight: number | null } | null> {
  if (queueNumber === null) return null
  const [position, team] = await Promise.all([
    tx.run.count({ where: { teamId, queueNumber: { lte: queueNumber } } }),
    tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { maxInFlight: true } }),
  ])
  return { position, maxInFlight: team.maxInFlight }
}

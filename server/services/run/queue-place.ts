import type { RunStatus } from '@/domain/run/history'
import type { Db } from '@/server/db/client'
import { pausesOf, type RunPause } from './pauses'

/** A run that holds one of its team's slots. */
interface SlotHolder {
  id: string
  title: string
  status: RunStatus
  /** What it waits for while nothing of it works. */
  pause: RunPause | null
}

export interface QueuePlace {
  /** 1 comes next. */
  position: number
  maxInFlight: number | null
  /** How many hold a slot, and those that began first, which end first as a rule. */
  inFlight: number
  ahead: SlotHolder[]
}

const NAMED = 3

/** Where a queued run stands among its team's, and who holds the slots; null when it is not queued. */
export async function queuePlace(
  db: Db,
  { teamId, queueNumber }: { teamId: string; queueNumber: bigint | null },
): Promise<QueuePlace | null> {
  if (queueNumber === null) return null
  const { run, team } = db.prisma
  const [position, { maxInFlight }, inFlight, holders] = await Promise.all([
    run.count({ where: { teamId, queueNumber: { lte: queueNumber } } }),
    team.findUniqueOrThrow({ where: { id: teamId }, select: { maxInFlight: true } }),
    run.count({ where: { slotOf: teamId } }),
    run.findMany({
      where: { slotOf: teamId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: NAMED,
      select: { id: true, title: true, status: true },
    }),
  ])
  const ids = holders.map(({ id }) => id)
  const pauses = await pausesOf(db, ids)
  const ahead = holders.map(({ id, title, status }) => ({
    ...{ id, title, status: status as RunStatus },
    pause: pauses.get(id) ?? null,
  }))
  return { position, maxInFlight, inFlight, ahead }
}

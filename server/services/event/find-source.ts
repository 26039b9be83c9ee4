import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import type { EventSource } from '@/prisma/generated/client'
import type { Tx } from '@/server/db/client'

export const sourceInput = z.object({ id: z.string().max(60) })

/** An event source of the workspace. @throws BatonError not_found */
export async function findSource(tx: Tx, workspaceId: string, id: string): Promise<EventSource> {
  const row = await tx.eventSource.findFirst({ where: { id, workspaceId } })
  if (!row) throw new BatonError('not_found', 'There is no such event source in this workspace.')
  return row
}

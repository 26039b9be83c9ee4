import { system } from '@/domain/actor'
import { operationOfTool, type OfferedTool } from '@/domain/connection/approval'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'
import { pinOf } from './mcp'
import type { Target } from './target'

/**
 * Switches an operation off whose tool is no longer what was approved, and keeps what it is now for an admin to look at.
 * The first to see it says so on the record.
 */
export async function noteChanged(
  { prisma }: Db,
  { id, workspaceId, name: connection }: Pick<Target, 'id' | 'workspaceId' | 'name'>,
  operation: string,
  offered: OfferedTool | undefined,
): Promise<void> {
  const seen = offered && { ...operationOfTool(offered, pinOf(offered), []), name: operation }
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.connectionOperation.updateMany({
      where: { connectionId: id, name: operation, state: 'on' },
      data: { state: seen ? 'changed' : 'gone', ...(seen && { offered: seen as object }) },
    })
    if (count > 0)
      await appendEntries(tx, workspaceId, [
        {
          kind: 'connection.operation_changed',
          actor: system('connectors'),
          subject: connection,
          data: { connection: id, operation, gone: !seen, ...(seen?.pin && { offered: seen.pin }) },
        },
      ])
  })
}

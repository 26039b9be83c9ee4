import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { resetData, resetGuard } from '@/server/models/reset-guard'
import { authorize, transact, type Context } from '../context'

export const resetConnectionInput = z.object({ id: z.string() })

/**
 * Closes a connection's circuit breaker by hand. Workers that know it as open learn of it with their next call.
 * @throws BatonError not_found
 */
export async function resetConnection(
  ctx: Context,
  { id }: z.infer<typeof resetConnectionInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const connection = await tx.connection.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!connection) throw new BatonError('not_found', 'There is no such connection in this workspace.')
    const before = await resetGuard(tx, id)
    await record({
      kind: 'connection.reset',
      subject: connection.slug,
      data: { connection: id, ...resetData(before) },
    })
  })
}

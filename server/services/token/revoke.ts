import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '@/server/services/context'

export const revokeTokenInput = z.object({ id: z.string() })

/**
 * Ends a token with its next call, and with it all that it made; it cannot be revived.
 * @throws BatonError not_found when there is none that still holds
 */
export async function revokeToken(ctx: Context, { id }: z.infer<typeof revokeTokenInput>): Promise<void> {
  const scope = await authorize(ctx, 'token.edit')
  await transact(scope, async (tx, record) => {
    const revoked = await tx.apiToken.updateMany({
      where: { id, workspaceId: scope.workspace.id, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    if (revoked.count === 0)
      throw new BatonError('not_found', 'There is no such token, or it is revoked already.')
    const along = await revokeMadeBy(tx, scope.workspace.id, id)
    await record({
      kind: 'token.revoked',
      data: { token: id, ...(along.length ? { along: along.map((token) => token.id) } : {}) },
    })
  })
}

/** Tokens that a token made, that those made, and so on: whoever held the first may hold them all. */
function revokeMadeBy(tx: Tx, workspaceId: string, id: string): Promise<{ id: string }[]> {
  return tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE made AS (
      SELECT id FROM api_token WHERE workspace_id = ${workspaceId} AND created_by->>'kind' = 'token' AND created_by->>'id' = ${id}
      UNION
      SELECT t.id FROM api_token t JOIN made ON t.created_by->>'kind' = 'token' AND t.created_by->>'id' = made.id
       WHERE t.workspace_id = ${workspaceId})
    UPDATE api_token SET revoked_at = now() FROM made
     WHERE api_token.id = made.id AND api_token.revoked_at IS NULL RETURNING api_token.id`
}

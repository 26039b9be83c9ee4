import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'

export const revokeTokenInput = z.object({ id: z.string() })

/**
 * Ends a token with its next call; it cannot be revived.
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
    await record({ kind: 'token.revoked', data: { token: id } })
  })
}

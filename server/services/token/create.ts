import { z } from 'zod'
import { ROLES } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { newToken, tokenHash } from '@/server/auth/token'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'

export const createTokenInput = z.object({
  name: z.string().trim().min(1, 'what uses it, as in "nightly import"').max(80),
  roles: z.array(z.enum(ROLES)).min(1, 'at least one role'),
  /** Days from now; absent: until revoked. */
  days: z.number().int().min(1).max(3650).optional(),
})

/**
 * Makes a token for the API. It is returned here and never again; only its SHA-256 is kept.
 * @throws BatonError forbidden when it would hold a role its maker does not
 */
export async function createToken(
  ctx: Context,
  input: z.infer<typeof createTokenInput>,
): Promise<{ id: string; token: string }> {
  const scope = await authorize(ctx, 'token.edit')
  const beyond = input.roles.filter((role) => !scope.roles.includes(role))
  if (beyond.length && scope.actor.kind !== 'system') {
    const message = `You do not hold ${beyond.join(' or ')} yourself, so a token of yours cannot.`
    throw new BatonError('forbidden', message, [{ pointer: '/roles', message }])
  }
  const id = newId('tok')
  const token = newToken()
  await transact(scope, async (tx, record) => {
    await tx.apiToken.create({
      data: {
        id,
        workspaceId: scope.workspace.id,
        name: input.name,
        hash: tokenHash(token),
        roles: input.roles,
        createdBy: scope.actor,
        expiresAt: input.days ? new Date(Date.now() + input.days * 86_400_000) : null,
      },
    })
    await record({
      kind: 'token.created',
      subject: input.name,
      data: { token: id, roles: input.roles, ...(input.days ? { days: input.days } : {}) },
    })
  })
  return { id, token }
}

import { z } from 'zod'
import { permissionSchema, permits, ROLES } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { newToken, tokenHash } from '@/server/auth/token'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'

const DAY_MS = 86_400_000

export const createTokenInput = z.object({
  name: z.string().trim().min(1, 'what uses it, as in "nightly import"').max(80),
  roles: z.array(z.enum(ROLES)).min(1, 'at least one role'),
  /** Of what the roles give, only this; absent: all of it. */
  permissions: z.array(permissionSchema).min(1, 'at least one permission').optional(),
  /** Days from now; absent: until revoked. */
  days: z.number().int().min(1).max(3650).optional(),
})
export type CreateToken = z.infer<typeof createTokenInput>

/**
 * Makes a token for the API. It is returned here and never again; only its SHA-256 is kept. One that a token makes is
 * within its maker: its roles, its scope, its end.
 * @throws BatonError forbidden when it would hold a role or a permission its maker does not · invalid when its roles do not
 * give what its scope names
 */
export async function createToken(ctx: Context, input: CreateToken): Promise<{ id: string; token: string }> {
  const scope = await authorize(ctx, 'token.edit')
  refuseBeyond(scope, input)
  const permissions = input.permissions ?? scope.only
  const expiresAt = await endOf(scope, input.days)
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
        scoped: permissions !== undefined,
        permissions: [...(permissions ?? [])],
        createdBy: scope.actor,
        expiresAt,
      },
    })
    await record({
      kind: 'token.created',
      subject: input.name,
      data: {
        token: id,
        roles: input.roles,
        ...(permissions ? { permissions: [...permissions] } : {}),
        ...(input.days ? { days: input.days } : {}),
      },
    })
  })
  return { id, token }
}

/** @throws BatonError forbidden | invalid */
function refuseBeyond({ actor, roles, only }: Scope, input: CreateToken): void {
  const beyond = input.roles.filter((role) => !roles.includes(role))
  if (beyond.length && actor.kind !== 'system') {
    const message = `You do not hold ${beyond.join(' or ')} yourself, so a token of yours cannot.`
    throw new BatonError('forbidden', message, [{ pointer: '/roles', message }])
  }
  const outside = (input.permissions ?? []).filter((each) => only && !only.includes(each))
  if (outside.length) {
    const message = `This token is not for ${outside.join(', ')}, so none that it makes is.`
    throw new BatonError('forbidden', message, [{ pointer: '/permissions', message }])
  }
  const idle = (input.permissions ?? []).filter((each) => !permits(input.roles, each))
  if (idle.length) {
    const message = `${idle.join(', ')}: its roles do not give that.`
    throw new BatonError('invalid', message, [{ pointer: '/permissions', message }])
  }
}

/** When it ends: never after the token that makes it. */
async function endOf({ db, actor }: Scope, days: number | undefined): Promise<Date | null> {
  const asked = days ? new Date(Date.now() + days * DAY_MS) : null
  if (actor.kind !== 'token') return asked
  const { expiresAt } = await db.prisma.apiToken.findUniqueOrThrow({ where: { id: actor.id } })
  if (!expiresAt) return asked
  return asked && asked < expiresAt ? asked : expiresAt
}

import type { Permission } from '@/domain/policy/permission'
import { authorize, type Context } from '@/server/services/context'

/** Of what the API has routes for, what a token that the caller makes can be for: within their own scope. */
export async function offeredPermissions(ctx: Context, routed: readonly Permission[]): Promise<Permission[]> {
  const { only } = await authorize(ctx, 'token.edit')
  return routed.filter((permission) => !only || only.includes(permission))
}

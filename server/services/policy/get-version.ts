import type { PolicySet } from '@/domain/policy/cedar/policy'
import { BatonError } from '@/domain/problem'
import { authorize, type Context } from '@/server/services/context'
import { policiesOf } from './find'
import { listed, type ListedPolicies } from './get'

/** One version with its policies. @throws BatonError not_found */
export async function getPolicyVersion(
  ctx: Context,
  { id }: { id: string },
): Promise<ListedPolicies & { policies: PolicySet }> {
  const { db, workspace } = await authorize(ctx, 'policy.read')
  const row = await db.prisma.policyVersion.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!row) throw new BatonError('not_found', 'There are no such policies in this workspace.')
  return { ...listed(row), policies: policiesOf(row) }
}

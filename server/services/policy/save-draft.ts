import { randomInt } from 'node:crypto'
import { principalOf } from '@/domain/actor'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { policyProblems, type PolicyProblem } from '@/domain/policy/cedar/problems'
import { BatonError } from '@/domain/problem'
import { cedarEngine } from '@/server/cedar'
import { authorize, transact, type Context } from '@/server/services/context'
import { asJson } from '../team/as-json'
import { lockPolicies } from './find'

const FIRST_BELOW = 1_000_000_000

/**
 * Keeps policies as they are being edited. They may be faulty: only publishing asks for none.
 * @param revision of the draft that was edited; 0 of what holds
 * @throws BatonError conflict (somebody else edited meanwhile)
 */
export async function savePolicyDraft(
  ctx: Context,
  { policies, revision }: { policies: PolicySet; revision: number },
): Promise<{ revision: number; problems: PolicyProblem[] }> {
  const scope = await authorize(ctx, 'policy.edit')
  const workspaceId = scope.workspace.id
  const kept = await transact(scope, async (tx) => {
    await lockPolicies(tx, workspaceId)
    const draft = await tx.policyDraft.findUnique({ where: { workspaceId } })
    if ((draft?.revision ?? 0) !== revision)
      throw new BatonError(
        'conflict',
        'Somebody else edited the policies meanwhile. Load them anew; yours are not kept.',
      )
    // A new draft begins at any number: that of one that was given up must not come to mean another text.
    const next = draft ? revision + 1 : randomInt(1, FIRST_BELOW)
    const editors = [...new Set([...(draft?.editors ?? []), principalOf(scope.actor)])]
    const data = { policies: asJson(policies), revision: next, editors, updatedAt: new Date() }
    await tx.policyDraft.upsert({ where: { workspaceId }, create: { workspaceId, ...data }, update: data })
    return next
  })
  return { revision: kept, problems: policyProblems(cedarEngine, policies) }
}

/** Gives up what was edited: what holds is what is edited next. */
export async function discardPolicyDraft(ctx: Context): Promise<void> {
  const scope = await authorize(ctx, 'policy.edit')
  await scope.db.prisma.policyDraft.deleteMany({ where: { workspaceId: scope.workspace.id } })
}

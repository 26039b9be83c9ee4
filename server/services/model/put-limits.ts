import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '../context'

const limit = (most: number) => z.number().int('a whole number').min(1, 'at least 1').max(most).nullable()

export const putLimitsInput = z.object({
  /** A provider, for all its models together, or one model. */
  id: z.string(),
  /** Null is no limit. */
  requestsPerMinute: limit(1_000_000),
  tokensPerMinute: limit(1_000_000_000),
  parallelCalls: limit(10_000),
})
export type PutLimits = z.infer<typeof putLimitsInput>

/**
 * Sets what may be sent to a provider or a model, by all workers together; it holds from the next call on. Calls under
 * way are not called back.
 * @throws BatonError not_found
 */
export async function putLimits(ctx: Context, { id, ...limits }: PutLimits): Promise<void> {
  const scope = await authorize(ctx, 'model.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const subject = await subjectOf(tx, workspaceId, id)
    const before = await tx.serviceGuard.findUnique({ where: { id } })
    await tx.serviceGuard.upsert({
      where: { id },
      create: { id, workspaceId, kind: subject.kind, ...limits },
      update: limits,
    })
    await record({
      kind: 'limits.set',
      subject: subject.name,
      data: {
        [subject.kind]: id,
        ...asRecorded(limits),
        before: asRecorded(before ?? { requestsPerMinute: null, tokensPerMinute: null, parallelCalls: null }),
      },
    })
  })
}

async function subjectOf(tx: Tx, workspaceId: string, id: string): Promise<{ kind: string; name: string }> {
  const provider = await tx.provider.findFirst({ where: { id, workspaceId }, select: { name: true } })
  if (provider) return { kind: 'provider', name: provider.name }
  const model = await tx.model.findFirst({ where: { id, workspaceId }, select: { name: true } })
  if (model) return { kind: 'model', name: model.name }
  throw new BatonError('not_found', 'There is no such provider or model in this workspace.')
}

const asRecorded = (limits: Omit<PutLimits, 'id'>) => ({
  requests_per_minute: limits.requestsPerMinute,
  tokens_per_minute: limits.tokensPerMinute,
  parallel_calls: limits.parallelCalls,
})

import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'

export const removeProviderInput = z.object({ id: z.string() })

/**
 * Removes a provider, its key and its models. Without any real model left, agents are answered by the sandbox again.
 * Calls that were made stay under costs and on the record.
 * @throws BatonError not_found | conflict for the sandbox
 */
export async function removeProvider(
  ctx: Context,
  { id }: z.infer<typeof removeProviderInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'model.edit')
  await transact(scope, async (tx, record) => {
    const provider = await tx.provider.findFirst({ where: { id, workspaceId: scope.workspace.id } })
    if (!provider) throw new BatonError('not_found', 'There is no such provider in this workspace.')
    if (provider.kind === 'sandbox')
      throw new BatonError('conflict', 'The sandbox is part of Baton and stays.')
    const models = await tx.model.findMany({ where: { providerId: id }, select: { id: true, name: true } })
    await tx.serviceGuard.deleteMany({ where: { id: { in: [id, ...models.map((model) => model.id)] } } })
    await tx.model.deleteMany({ where: { providerId: id } })
    await tx.provider.delete({ where: { id } })
    await record({
      kind: 'provider.removed',
      subject: provider.name,
      data: { provider: id, models: models.map(({ name }) => name) },
    })
  })
}

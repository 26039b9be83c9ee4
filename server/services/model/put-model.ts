import { z } from 'zod'
import { modelTierSchema } from '@/domain/team/agent'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'

const price = z.bigint().min(0n).max(10_000_000_000n).nullable()

export const putModelInput = z.object({
  /** An existing model; absent with `providerId` and `name` for one the provider does not list. */
  id: z.string().optional(),
  providerId: z.string().optional(),
  name: z.string().trim().min(1).max(200).optional(),
  tier: modelTierSchema.optional(),
  position: z.number().int().min(0).max(100_000).optional(),
  enabled: z.boolean().optional(),
  /** Micro-dollars for a million tokens. */
  inMicrosPerMTok: price.optional(),
  outMicrosPerMTok: price.optional(),
  timeoutMs: z.number().int().min(1000).max(600_000).optional(),
})
export type PutModel = z.infer<typeof putModelInput>

/**
 * Changes how a model is used, or adds one by name.
 * @throws BatonError not_found | invalid when it would be on without a price | conflict when it is known already
 */
export async function putModel(ctx: Context, input: PutModel): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'model.edit')
  const workspaceId = scope.workspace.id
  const { id, providerId, name, ...given } = input
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return transact(scope, async (tx, record) => {
    const before = id === undefined ? undefined : await tx.model.findFirst({ where: { id, workspaceId } })
    if (before === null) throw new BatonError('not_found', 'There is no such model in this workspace.')
    const provider = await tx.provider.findFirst({
      where: { id: before?.providerId ?? providerId ?? '', workspaceId },
    })
    if (!provider) throw new BatonError('not_found', 'There is no such provider in this workspace.')
    if (!before && name === undefined)
      throw new BatonError('invalid', 'A new model needs the name its provider knows.')
    if (provider.kind === 'sandbox' && !before)
      throw new BatonError('conflict', 'The sandbox has no other models.')
    const after = { enabled: false, inMicrosPerMTok: null, outMicrosPerMTok: null, ...before, ...changes }
    if (after.enabled && (after.inMicrosPerMTok === null || after.outMicrosPerMTok === null)) {
      throw new BatonError(
        'invalid',
        'A model without a price is never asked. State both prices to turn it on.',
        [
          {
            pointer: '/inMicrosPerMTok',
            message: 'A price is needed.',
            expected: 'micro-dollars for a million tokens',
          },
        ],
      )
    }
    const key = before?.id ?? newId('mod')
    if (before) await tx.model.update({ where: { id: key }, data: changes })
    else {
      const where = {
        workspaceId_providerId_name: { workspaceId, providerId: provider.id, name: name ?? '' },
      }
      if (await tx.model.findUnique({ where }))
        throw new BatonError('conflict', `${name ?? ''} is there already.`)
      await tx.model.create({
        data: {
          id: key,
          workspaceId,
          providerId: provider.id,
          name: name ?? '',
          ...changes,
          enabled: after.enabled,
        },
      })
    }
    await record({
      kind: before ? 'model.changed' : 'model.added',
      subject: before?.name ?? name ?? '',
      data: { model: key, provider: provider.id, changes: asJson(changes) },
    })
    return { id: key }
  })
}

/** Money in the record is text. */
const asJson = (changes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )

import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { Discovered } from './discover'

/**
 * Stores a provider and adds the models it offers that are not known yet; what people set for known ones stays.
 * @returns its id and the names of the models that were added
 */
export async function saveProvider(
  tx: Tx,
  given: {
    workspaceId: string
    id: string | undefined
    name: string
    baseUrl: string
    /** Undefined keeps the key that is stored. */
    keySealed: string | null | undefined
    models: Discovered[]
  },
): Promise<{ id: string; added: string[] }> {
  const { workspaceId, name, baseUrl, models } = given
  const id = given.id ?? newId('prov')
  const row = { name, baseUrl, ...(given.keySealed !== undefined && { keySealed: given.keySealed }) }
  if (given.id) await tx.provider.update({ where: { id }, data: row })
  else await tx.provider.create({ data: { id, workspaceId, kind: 'openai', ...row } })
  const known = await tx.model.findMany({ where: { providerId: id }, select: { name: true } })
  const names = new Set(known.map((model) => model.name))
  const fresh = models.filter((model) => !names.has(model.name))
  await tx.model.createMany({
    data: fresh.map(({ price, ...model }) => ({
      id: newId('mod'),
      workspaceId,
      providerId: id,
      ...model,
      inMicrosPerMTok: price?.inMicrosPerMTok ?? null,
      outMicrosPerMTok: price?.outMicrosPerMTok ?? null,
    })),
  })
  return { id, added: fresh.map((model) => model.name) }
}

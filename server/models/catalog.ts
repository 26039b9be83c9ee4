import type { ModelTier } from '@/domain/team/agent'
import type { Db } from '@/server/db/client'
import type { Price } from './prices'

/** A model that may be asked: enabled, with a price, and how to reach it. */
export interface Offer extends Price {
  id: string
  name: string
  tier: ModelTier
  position: number
  timeoutMs: number
  sandbox: boolean
  provider: { id: string; name: string; baseUrl: string; keySealed: string | null }
}

/** All models of a workspace, as far as choosing needs them. */
export interface Catalog {
  /** Within a tier, first what is tried first; the sandbox last. */
  offers: Offer[]
  /** Names of models that exist but may not be asked, with the reason. */
  unusable: Map<string, 'off' | 'no price'>
}

/** Long enough that hot runs do not ask the database each time, short enough that a change takes hold at once. */
const FRESH_MS = 2000

/** Reads a workspace's models and keeps them for two seconds. */
export class CatalogCache {
  private readonly kept = new Map<string, { until: number; catalog: Promise<Catalog> }>()

  constructor(private readonly db: Db) {}

  of(workspaceId: string, now = Date.now()): Promise<Catalog> {
    const known = this.kept.get(workspaceId)
    if (known && known.until > now) return known.catalog
    const catalog = readCatalog(this.db, workspaceId)
    this.kept.set(workspaceId, { until: now + FRESH_MS, catalog })
    // A failed read is not kept.
    catalog.catch(() => this.kept.delete(workspaceId))
    return catalog
  }
}

async function readCatalog({ prisma }: Db, workspaceId: string): Promise<Catalog> {
  const [models, providers] = await Promise.all([
    prisma.model.findMany({
      where: { workspaceId },
      orderBy: [{ position: 'asc' }, { name: 'asc' }, { id: 'asc' }],
    }),
    prisma.provider.findMany({ where: { workspaceId } }),
  ])
  const byId = new Map(providers.map((provider) => [provider.id, provider]))
  const offers: Offer[] = []
  const unusable: Catalog['unusable'] = new Map()
  for (const model of models) {
    const provider = byId.get(model.providerId)
    const { inMicrosPerMTok, outMicrosPerMTok } = model
    if (!provider || !model.enabled) unusable.set(model.name, 'off')
    else if (inMicrosPerMTok === null || outMicrosPerMTok === null) unusable.set(model.name, 'no price')
    else {
      offers.push({
        id: model.id,
        name: model.name,
        tier: model.tier as ModelTier,
        position: model.position,
        timeoutMs: model.timeoutMs,
        inMicrosPerMTok,
        outMicrosPerMTok,
        sandbox: provider.kind === 'sandbox',
        provider: {
          id: provider.id,
          name: provider.name,
          baseUrl: provider.baseUrl,
          keySealed: provider.keySealed,
        },
      })
    }
  }
  offers.sort((a, b) => Number(a.sandbox) - Number(b.sandbox))
  return { offers, unusable }
}

import { agentSchema, MODEL_TIERS, type ModelTier } from '@/domain/team/agent'
import { leaveFor } from '@/domain/team/cost/leave-for'
import { dearest } from '@/domain/policy/uses-model'
import { guardStates, type GuardState } from '@/server/models/guard-states'
import { authorize, type Context } from '../context'

export interface ListedModel {
  id: string
  name: string
  tier: ModelTier
  position: number
  enabled: boolean
  /** Micro-dollars for a million tokens; null = unknown, so it is not asked. */
  inMicrosPerMTok: bigint | null
  outMicrosPerMTok: bigint | null
  timeoutMs: number
  /** Null while it has neither limits nor faults. */
  guard: GuardState | null
}

export interface ListedProvider {
  id: string
  name: string
  baseUrl: string
  sandbox: boolean
  /** Keys are never read back. */
  hasKey: boolean
  guard: GuardState | null
  models: ListedModel[]
}

/** An agent whose runs wait for a person's leave to use a model dearer than its tier. */
export interface WaitsForLeave {
  slug: string
  name: string
  tier: ModelTier
  model: string
}

/**
 * The workspace's providers with their models, tier by tier as they are tried; the sandbox last. `sandboxInUse` says
 * whether agents are answered by rule, because no real model may be asked; `waiting` whose runs wait for leave.
 */
export async function listModels(
  ctx: Context,
): Promise<{ providers: ListedProvider[]; sandboxInUse: boolean; waiting: WaitsForLeave[] }> {
  const { db, workspace } = await authorize(ctx, 'model.read')
  const where = { workspaceId: workspace.id }
  const [providers, models, guards, agents, grants] = await Promise.all([
    db.prisma.provider.findMany({ where, orderBy: { createdAt: 'asc' } }),
    db.prisma.model.findMany({ where, orderBy: [{ position: 'asc' }, { name: 'asc' }] }),
    guardStates(db.pool, workspace.id),
    db.prisma.agent.findMany({ where, orderBy: { slug: 'asc' }, select: { slug: true, definition: true } }),
    db.prisma.modelGrant.findMany({
      where: { ...where, runId: '' },
      select: { agentSlug: true, tier: true },
    }),
  ])
  const listed = providers.map(({ id, name, baseUrl, kind, keySealed }) => ({
    id,
    name,
    baseUrl,
    sandbox: kind === 'sandbox',
    hasKey: keySealed !== null,
    guard: guards.get(id) ?? null,
    models: models
      .filter((model) => model.providerId === id)
      .map(({ workspaceId: _w, providerId: _p, createdAt: _c, tier, ...model }) => ({
        ...model,
        tier: tier as ModelTier,
        guard: guards.get(model.id) ?? null,
      }))
      .sort((a, b) => MODEL_TIERS.indexOf(a.tier) - MODEL_TIERS.indexOf(b.tier)),
  }))
  const usable = ({ enabled, inMicrosPerMTok: input, outMicrosPerMTok: output }: ListedModel) =>
    enabled && input !== null && output !== null
  const offers = listed.flatMap(({ sandbox, models: own }) =>
    own.filter(usable).map(({ name, tier }) => ({ name, tier, sandbox })),
  )
  const leaveOf = (slug: string) =>
    dearest(
      grants.flatMap(({ agentSlug, tier }) => (['', slug].includes(agentSlug) ? [tier as ModelTier] : [])),
    )
  return {
    waiting: agents.flatMap(({ slug, definition }): WaitsForLeave[] => {
      const { name, tier, models: named } = agentSchema.parse(definition)
      const model = leaveFor(offers, { tier, models: named }, leaveOf(slug))
      return model ? [{ slug, name, tier, model: model.name }] : []
    }),
    providers: listed.sort((a, b) => Number(a.sandbox) - Number(b.sandbox)),
    sandboxInUse: !listed.some(({ sandbox, models: own }) => !sandbox && own.some(usable)),
  }
}

import { z } from 'zod'
import { MODEL_TIERS, type ModelTier } from '@/domain/team/agent'
import { BatonError } from '@/domain/problem'
import { secretBox } from '@/server/auth/secret-box'
import { discoverModels, type Discovered } from '@/server/models/discover'
import { OPENAI_URL } from '@/server/models/env-provider'
import { ProviderError } from '@/server/models/openai'
import { saveProvider } from '@/server/models/save-provider'
import { authorize, transact, type Context, type Scope } from '../context'
import { callModel, type TestedModel } from './test'

export const putProviderInput = z.object({
  /** Absent for a new one. */
  id: z.string().optional(),
  name: z.string().trim().min(1, 'a name, as in OpenAI').max(80),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an address, as in https://api.openai.com/v1' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(OPENAI_URL),
  /** Absent keeps the key that is stored. */
  key: z.string().trim().min(1).max(500).optional(),
})
export type PutProvider = z.infer<typeof putProviderInput>

export interface PutProviderResult {
  id: string
  /** Models that were added, and those of them that are on. */
  added: string[]
  enabled: string[]
  /** Models whose price is not known: they stay off until it is stated. */
  unpriced: string[]
  /** One live call of the model that will be asked most; absent when none is on. */
  test?: TestedModel
}

/**
 * Paste a key: asks the provider what it offers, adds its chat models with their prices, turns the newest of each tier on, and
 * calls one of them now. From then on agents are answered by real models.
 * @throws BatonError invalid (nothing is stored when the provider refuses the key or does not answer) | not_found | conflict
 */
export async function putProvider(ctx: Context, input: PutProvider): Promise<PutProviderResult> {
  const scope = await authorize(ctx, 'model.edit')
  const before = await findProvider(scope, input)
  const key = input.key ?? (before?.keySealed ? secretBox().open(before.keySealed) : undefined)
  const models = await discover(input.baseUrl, key)
  const workspaceId = scope.workspace.id
  const { id, added } = await transact(scope, async (tx, record) => {
    const saved = await saveProvider(tx, {
      workspaceId,
      id: before?.id,
      name: input.name,
      baseUrl: input.baseUrl,
      keySealed: input.key === undefined ? undefined : secretBox().seal(input.key),
      models,
    })
    await record({
      kind: before ? 'provider.changed' : 'provider.added',
      subject: input.name,
      data: {
        provider: saved.id,
        base_url: input.baseUrl,
        new_key: input.key !== undefined,
        models: saved.added,
      },
    })
    return saved
  })
  const enabled = await scope.db.prisma.model.findMany({
    where: { providerId: id, enabled: true, inMicrosPerMTok: { not: null }, outMicrosPerMTok: { not: null } },
    orderBy: { position: 'asc' },
  })
  const tiers: readonly string[] = MODEL_TIERS
  const [cheapest] = enabled.toSorted((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier))
  return {
    id,
    added,
    enabled: enabled.map(({ name }) => name),
    unpriced: models.filter(({ price }) => price === null).map(({ name }) => name),
    ...(cheapest && {
      test: await callModel(scope, { name: cheapest.name, tier: cheapest.tier as ModelTier }),
    }),
  }
}

async function findProvider({ db, workspace }: Scope, input: PutProvider) {
  const workspaceId = workspace.id
  const named = await db.prisma.provider.findUnique({
    where: { workspaceId_name: { workspaceId, name: input.name } },
  })
  if (named && named.id !== input.id) {
    throw new BatonError('conflict', `There is a provider ${input.name} already.`, [
      { pointer: '/name', message: 'This name is taken.' },
    ])
  }
  if (input.id === undefined) return undefined
  const before = await db.prisma.provider.findFirst({ where: { id: input.id, workspaceId } })
  if (!before) throw new BatonError('not_found', 'There is no such provider in this workspace.')
  if (before.kind === 'sandbox')
    throw new BatonError('conflict', 'The sandbox is part of Baton and is not changed.')
  // A stored key goes nowhere but where it was entered for.
  if (before.keySealed && !input.key && new URL(before.baseUrl).origin !== new URL(input.baseUrl).origin) {
    throw new BatonError('invalid', 'The address is another one: enter the key for it.', [
      { pointer: '/key', message: 'The stored key was entered for another address.' },
    ])
  }
  return before
}

async function discover(baseUrl: string, key: string | undefined): Promise<Discovered[]> {
  try {
    return await discoverModels(baseUrl, key)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { code, status, message } = error.failure
    const refused = code === 'misconfigured' && (status === 401 || status === 403)
    const says = refused
      ? `The provider refused the key. ${message}`
      : `The provider did not list its models. ${message}`
    throw new BatonError('invalid', says, [{ pointer: refused ? '/key' : '/baseUrl', message: says }])
  }
}

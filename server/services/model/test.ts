import { z } from 'zod'
import type { ModelTier } from '@/domain/team/agent'
import { BatonError } from '@/domain/problem'
import { createModelPool, PoolError } from '@/server/models/pool'
import { authorize, type Context, type Scope } from '../context'

export const testModelInput = z.object({ id: z.string() })

export interface TestedModel {
  ok: boolean
  model: string
  /** What happened, in a sentence. */
  says: string
  ms: number
  tokensIn: number
  tokensOut: number
  costMicros: bigint
}

const NOT_ASKED = {
  limited: 'It is at its limit, so another model of its tier was asked.',
  cooling: 'It asked to be left alone for now, so another model of its tier was asked.',
  open_circuit: 'It failed too often (open circuit), so another model of its tier was asked.',
  failed: 'It did not answer.',
}
const QUESTION = 'Answer with {"ready": true}.'
const SCHEMA = {
  type: 'object',
  properties: { ready: { type: 'boolean' } },
  required: ['ready'],
  additionalProperties: false,
}

/**
 * Calls a model now, with a short question, through the pool like any other call: it costs a little, counts against the
 * workspace's budget, and shows under costs as a test.
 * @throws BatonError not_found
 */
export async function testModel(ctx: Context, { id }: z.infer<typeof testModelInput>): Promise<TestedModel> {
  const scope = await authorize(ctx, 'model.edit')
  const model = await scope.db.prisma.model.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!model) throw new BatonError('not_found', 'There is no such model in this workspace.')
  return callModel(scope, { name: model.name, tier: model.tier as ModelTier })
}

/** One live call of the model of that name. Never throws for what the provider does. */
export async function callModel(
  { db, workspace }: Scope,
  { name, tier }: { name: string; tier: ModelTier },
): Promise<TestedModel> {
  try {
    // A pool of its own: what was saved a moment ago is what is tested.
    const { calls, answer } = await createModelPool({ db }).ask({
      workspace,
      agent: { slug: 'console', tier, models: [name] },
      purpose: 'test',
      messages: [{ role: 'user', content: QUESTION }],
      schema: { name: 'ready', schema: SCHEMA },
      tools: [],
      // Models that think first spend most of it on that.
      maxOutputTokens: 400,
      timeoutMs: 30_000,
      signal: AbortSignal.timeout(60_000),
    })
    const mine = calls.find(({ model, result }) => model === name && result !== 'failed')
    const failed = calls.find(({ model, result }) => model === name && result === 'failed')
    const figures = {
      tokensIn: mine?.tokensIn ?? 0,
      tokensOut: mine?.tokensOut ?? 0,
      ms: (mine ?? failed)?.ms ?? 0,
    }
    const costMicros = BigInt(mine?.costMicros ?? 0)
    if (!mine) {
      const says = failed?.error ?? NOT_ASKED[calls[0]?.because ?? 'failed']
      return { ok: false, model: name, says, ...figures, costMicros }
    }
    const says = answer.kind === 'text' ? 'It answered.' : `It answered, but with a ${answer.kind}.`
    return { ok: true, model: name, says, ...figures, costMicros }
  } catch (error) {
    if (!(error instanceof PoolError)) throw error
    const ms = error.calls.reduce((sum, call) => sum + call.ms, 0)
    return { ok: false, model: name, says: error.message, ms, tokensIn: 0, tokensOut: 0, costMicros: 0n }
  }
}

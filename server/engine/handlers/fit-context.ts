import { pruneView, textsToSummarise, withTexts, SUMMARY_MARK, type ToSummarise } from '@/domain/run/fit-view'
import type { CallSummary, FittedPlace, FittedView } from '@/domain/run/step'
import type { FittableView } from '@/domain/run/view-parts'
import type { ContextCap } from '@/domain/team/kinds/context-cap'
import { loadTokenizer, textTokens } from '@/server/models/estimate'
import { PoolError, type Settlement } from '@/server/models/pool'
import { saltedDigest } from '@/server/record/digest'
import { askedFor, timedOut, unanswered, type Failed, type StaffedActivation } from './conversation'
import type { Entered } from '../entered'
import type { Reader } from './reader'
import { readSummaries, summaryMessages, summarySchema } from './summaries'

/** What was in a view's place and what is there now, for the sealed part of the record. */
export interface Sealed {
  at: string
  was: unknown
  now: unknown
}

export type Fitted = {
  calls: CallSummary[]
  settle: Settlement[]
} & ({ data: Record<string, unknown>; fitted?: FittedView; sealed?: Sealed[] } | Failed)

/**
 * The view as an agent may be shown it under its node's cap. It has been served already: what is left out or summarised
 * is what the agent itself may see, and a summary is data like what it stands for. The count is of handoff and state as
 * they are sent; the task, feedback and tools come on top.
 * @param deadline of the attempt, in milliseconds of the clock
 */
export async function fitContext(
  activation: StaffedActivation,
  reader: Reader,
  view: FittableView,
  deadline: number,
): Promise<Fitted> {
  const cap = activation.node.context
  const nothing = { calls: [], settle: [] }
  if (!cap) return { data: view.data, ...nothing }
  await loadTokenizer()
  const before = count(view.data)
  if (before <= cap.maxTokens) return { data: view.data, ...nothing }
  if (cap.over === 'prune') return { ...nothing, ...pruned(view, { cap, before, salt: activation.at.salt }) }
  if (cap.over === 'summarise') return summarised(activation, reader, view, before, deadline)
  return { ...nothing, ...above(cap, before, `What it would see takes ${before} tokens`) }
}

const count = (data: Record<string, unknown>): number => textTokens(JSON.stringify(data))

const above = ({ maxTokens, over }: ContextCap, tokens: number, says: string): Failed => ({
  failure: {
    code: 'context_exceeded',
    message: `${says}, and ${maxTokens} are allowed.`,
    details: { maxTokens, tokens, over },
  },
  retryable: false,
})

/** What a view must come down to, from how much; and the salt of the digests of what goes. */
interface Limit extends Pick<Entered, 'salt'> {
  cap: ContextCap
  before: number
}

function pruned(view: FittableView, { cap, before, salt }: Limit) {
  const { fits, data, replaced, tokens } = pruneView(view, cap.maxTokens, count)
  if (!fits)
    return above(cap, tokens, `With all left out that may be, what it would see takes ${tokens} tokens`)
  const places = replaced.map(({ pointer, was, now }) => place(pointer, 'pruned', { was, now, salt }))
  return {
    data,
    fitted: { maxTokens: cap.maxTokens, before, after: tokens, replaced: places },
    sealed: replaced.map(({ pointer, was, now }) => ({ at: pointer, was, now })),
  }
}

const place = (
  at: string,
  how: FittedPlace['how'],
  { was, now, salt }: { was: unknown; now: unknown; salt: string | null },
): FittedPlace => ({
  at,
  how,
  digest: saltedDigest(was, salt),
  before: textTokens(JSON.stringify(was)),
  after: textTokens(JSON.stringify(now)),
})

/** A cheap model summarises the longest texts; where none answers, or too long, one of the agent's own is asked once. */
async function summarised(
  activation: StaffedActivation,
  { agent, screen }: Reader,
  view: FittableView,
  before: number,
  deadline: number,
): Promise<Fitted> {
  const cap = activation.node.context as ContextCap
  const [calls, settle]: [CallSummary[], Settlement[]] = [[], []]
  const texts = textsToSummarise(view, cap.maxTokens, count, textTokens)
  if (!texts) {
    const says = `What it would see takes ${before} tokens, too many for summaries to mend`
    return { calls, settle, ...above(cap, before, says) }
  }
  let failed: Failed | undefined
  for (const models of [
    { tier: 'small' as const, models: [] },
    { tier: agent.tier, models: agent.models },
  ]) {
    const left = deadline - Date.now()
    if (left <= 0) return { calls, settle, ...timedOut(activation.node.timeoutSeconds) }
    try {
      const asked = await activation.engine.models.ask({
        ...askedFor(activation),
        agent: { slug: agent.slug, ...models },
        purpose: 'summary',
        messages: summaryMessages(texts),
        screen,
        schema: { name: 'summaries', schema: summarySchema },
        tools: [],
        maxOutputTokens: Math.min(16_000, 200 + 2 * texts.reduce((sum, { tokens }) => sum + tokens, 0)),
        timeoutMs: left,
      })
      calls.push(...asked.calls)
      settle.push(...asked.settle)
      const last = calls.at(-1)
      const made = asked.answer.kind === 'text' ? readSummaries(asked.answer.text, texts.length) : undefined
      if (!made) {
        if (last) last.result = 'misfit'
        failed = above(cap, before, `No summary came of it: what it would see takes ${before} tokens`)
        continue
      }
      const fit = fitted(view, { cap, before, salt: activation.at.salt }, texts, made)
      if (!('failure' in fit)) return { calls, settle, ...fit }
      if (last) {
        last.result = 'misfit'
        last.error = fit.failure.message
      }
      failed = fit
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      calls.push(...error.calls)
      settle.push(...error.settle)
      const unheard = unanswered(error)
      // One of the two that was asked and failed is an attempt.
      failed = failed && !failed.turnedAway ? { ...unheard, turnedAway: false } : unheard
      if (error.code === 'budget_blocked' || error.code === 'cost_unusual') break
    }
  }
  return { calls, settle, ...(failed as Failed) }
}

function fitted(
  view: FittableView,
  { cap, before, salt }: Limit,
  texts: readonly ToSummarise[],
  summaries: readonly string[],
) {
  const said = new Map(texts.map(({ pointer }, i) => [pointer, SUMMARY_MARK + (summaries[i] ?? '')]))
  const data = withTexts(view.data, said)
  const after = count(data)
  if (after > cap.maxTokens)
    return above(cap, after, `Summarised, what it would see still takes ${after} tokens`)
  return {
    data,
    fitted: {
      maxTokens: cap.maxTokens,
      before,
      after,
      replaced: texts.map(({ pointer, text }) =>
        place(pointer, 'summarised', { was: text, now: said.get(pointer), salt }),
      ),
    },
    sealed: texts.map(({ pointer, text }) => ({ at: pointer, was: text, now: said.get(pointer) })),
  }
}

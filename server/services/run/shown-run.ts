import { REDACTED } from '@/domain/policy/mask'
import type { Hidden } from '@/domain/policy/seen-data'
import { seenQuestion } from '@/domain/run/review-sight'
import {
  firstOfEach,
  KEPT,
  seenInput,
  seenPatches,
  seenState,
  seenStep,
  withoutValues,
} from '@/domain/run/run-sight'
import type { StepResult } from '@/domain/run/step'
import type { StatePatch } from '@/domain/state/patch'
import type { AwaitedEvent, Effect, EffectUndo, Review, Run, Step } from '@/prisma/generated/client'
import type { Scope } from '../context'
import type { Sight } from '../sight'

/** What is kept of a run, as it is read for its page. */
interface KeptRun {
  run: Run
  steps: Step[]
  reviews: Omit<Review, 'view'>[]
  effects: Effect[]
  undos: EffectUndo[]
  waits: AwaitedEvent[]
}

/**
 * A run as somebody may see it. Its input, its state and what its steps were shown and handed on are cut field by field; what
 * else was said, sent or received is shown to who sees all of it.
 */
export async function shownRun(
  { db }: Scope,
  sight: Sight,
  kept: KeptRun,
): Promise<KeptRun & { hidden: Hidden[] }> {
  if (sight.all) return { ...kept, hidden: [] }
  const { run } = kept
  const look = await sight.looks(run)
  const versions = await db.prisma.stateVersion.findMany({
    where: { runId: run.id },
    orderBy: { version: 'asc' },
    select: { patch: true },
  })
  const past = seenPatches(
    look,
    versions.map(({ patch }) => patch as unknown as StatePatch),
  )
  const input = seenInput(look, run.input as Record<string, unknown>)
  const state = seenState(look, run.state as Record<string, unknown>)
  const hidden = firstOfEach([...input.hidden, ...state.hidden, ...past.hidden])
  const whole = hidden.length === 0
  const steps = kept.steps.map((step) => {
    const seen = seenStep(look, { node: step.node, result: step.result as unknown as StepResult }, whole)
    return { ...step, result: seen.result as unknown as Step['result'] }
  })
  const [titled = run] = await sight.titled([run])
  const seen = { ...titled, input: input.data, state: state.data } as Run
  if (whole) return { ...kept, run: seen, steps, hidden }
  return {
    run: { ...seen, outcome: withoutValues(run.outcome, KEPT.outcome) },
    steps,
    reviews: kept.reviews.map((review) => ({
      ...review,
      question: seenQuestion(look, { ...review, run }),
      reason: review.kind === 'budget' ? review.reason : '',
      verdict: withoutValues(review.verdict, KEPT.verdict),
    })),
    effects: kept.effects.map((effect) => ({
      ...effect,
      request: withoutValues(effect.request, KEPT.request),
      response: withoutValues(effect.response, KEPT.response),
    })),
    undos: kept.undos.map((undo) => ({
      ...undo,
      request: withoutValues(undo.request, KEPT.request),
      response: withoutValues(undo.response, KEPT.response),
      gate: withoutValues(undo.gate, KEPT.gate),
      reason: REDACTED,
    })),
    waits: kept.waits.map((wait) => ({ ...wait, key: REDACTED })),
    hidden,
  }
}

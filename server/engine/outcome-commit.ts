import { caughtData } from '@/domain/run/caught'
import { StateTooLargeError } from '@/domain/state/size'
import { newId } from '@/server/db/id'
import type { NewEntry } from '@/server/record/append'
import { saltedDigest } from '@/server/record/digest'
import { ENGINE, stateAfter, stateWrite, stepEntry } from './commit'
import { escalation } from './escalate'
import { leadsToRetry } from './fault'
import { onward, passedOver } from './onward'
import type { Entered } from './entered'
import type { Commit } from './store'
import type { Activation, HandlerOutcome } from './types'
import type { LoadedVersion } from './versions'

/** What a person must hear of, even where the lane could be given up: money, and effects that may have happened. */
const ASKS: ReadonlySet<string> = new Set([
  'budget_blocked',
  'tier_blocked',
  'cost_unusual',
  'outcome_unknown',
  'stopped',
  'internal',
  'gate_refused',
])

/** What a handler decided, as one commit and its entries on the record. */
export async function commitOf(
  activation: Activation,
  version: LoadedVersion,
  outcome: HandlerOutcome,
): Promise<{ commit: Commit; entries: NewEntry[] }> {
  const { commit, entries } = await committed(activation, version, outcome)
  // Each once, whatever the outcome.
  const more = outcome.entries?.filter((entry) => !entries.includes(entry)) ?? []
  return { commit, entries: more.length > 0 ? [...entries, ...more] : entries }
}

async function committed(
  activation: Activation,
  version: LoadedVersion,
  outcome: HandlerOutcome,
): Promise<{ commit: Commit; entries: NewEntry[] }> {
  const { at, node, runId, startedAt } = activation
  const run = { id: runId, teamId: at.teamId, version }
  const base = {
    node: at.node,
    iteration: at.iteration,
    attempt: at.attempt,
    settle: outcome.settle ?? [],
    ...(outcome.effect ? { effect: outcome.effect } : {}),
    ...(at.path ? { at: { path: at.path, scope: at.scope } } : {}),
  }
  const step = (status: 'done' | 'failed', port?: string): NonNullable<Commit['step']> => ({
    kind: node.kind,
    status,
    result: outcome.result,
    costMicros: (outcome.costMicros ?? 0n).toString(),
    startedAt: startedAt.toISOString(),
    ...(port ? { port } : {}),
  })
  switch (outcome.kind) {
    case 'done':
      try {
        return doneCommit(activation, run, { ...base, step: step('done', outcome.port) }, outcome)
      } catch (error) {
        if (!(error instanceof StateTooLargeError)) throw error
        const failure = { code: 'state_too_large' as const, message: error.message }
        const { result, write: _write, ...kept } = outcome
        const fault = { ...kept, kind: 'fault' as const, failure, retryable: false }
        const failed = { ...step('failed'), result: { ...result, failure } }
        return faultCommit(activation, run, base, failed, { ...fault, result: failed.result })
      }
    case 'sleep': {
      const { awaits, record } = outcome
      const wakeAt = outcome.until?.toISOString()
      const until = wakeAt === undefined ? {} : { until: wakeAt }
      const said = { kind: node.kind, ...until, ...record?.data }
      return {
        commit: {
          ...base,
          moves: 'sleep',
          ...(wakeAt === undefined ? {} : { wakeAt }),
          ...(awaits ? { awaits } : {}),
        },
        entries: [stepEntry(run, at, 'step.sleeps', ENGINE, said, record?.sealed)],
      }
    }
    case 'wait': {
      const { delayMs, waits } = outcome
      const arrived = { ...at.arrived, waits }
      const said = { kind: node.kind, for_ms: delayMs, waited_ms: waits.ms, times: waits.times }
      return {
        commit: { ...base, moves: 'retry', retry: { delayMs, attempt: at.attempt, arrived } },
        entries: [stepEntry(run, at, 'step.waits', ENGINE, said, { because: waits.because })],
      }
    }
    case 'drop':
      return { commit: { ...base, moves: 'absorb' }, entries: [] }
    case 'park': {
      const review = {
        ...outcome.review,
        id: newId('rev'),
        digest: saltedDigest(outcome.review.view, at.salt),
      }
      return {
        commit: {
          ...base,
          moves: 'park',
          ...(outcome.result.failure ? { step: step('failed') } : {}),
          review,
        },
        entries: [
          ...(outcome.result.failure
            ? [
                stepEntry(
                  run,
                  at,
                  'step.failed',
                  ENGINE,
                  triedData(node.kind, outcome),
                  outcome.record?.sealed,
                ),
              ]
            : []),
          reviewEntry(run, at, review),
        ],
      }
    }
    case 'fault':
      return faultCommit(activation, run, base, step('failed'), outcome)
  }
}

/** Of a step that asked an agent in vain before it asks a person. */
const triedData = (kind: string, { result, record, costMicros = 0n }: HandlerOutcome) => ({
  kind,
  ...record?.data,
  code: result.failure?.code ?? '',
  cost_micros: costMicros.toString(),
  calls: result.calls?.length ?? 0,
  ...caughtData(result),
})

/** @throws StateTooLargeError */
function doneCommit(
  { at, node }: Activation,
  run: Ran,
  base: Base & Pick<Commit, 'step'>,
  outcome: Extract<HandlerOutcome, { kind: 'done' }>,
): { commit: Commit; entries: NewEntry[] } {
  const state = outcome.write ? stateWrite(at, outcome.write) : undefined
  const to = onward(run.version, at, outcome.port, stateAfter(at, outcome.write), outcome.lanes)
  const { lapsed } = outcome
  const actor = outcome.write?.writer ?? ENGINE
  const entries = [
    stepEntry(
      run,
      at,
      'step.completed',
      actor,
      {
        kind: node.kind,
        ...(outcome.port ? { port: outcome.port } : {}),
        ...outcome.record?.data,
        ...caughtData(outcome.result),
        ...(state ? { state: { version: state.base + 1, digest: state.digest } } : {}),
      },
      outcome.record?.sealed,
    ),
    ...(to.outcome
      ? [
          stepEntry(run, { ...at, node: to.outcome.node }, 'run.ended', ENGINE, {
            outcome: to.outcome.result,
            status: to.outcome.status,
          }),
        ]
      : []),
  ]
  return {
    commit: {
      ...base,
      ...to,
      ...(lapsed ? { forks: [lapsed.fork, ...(to.forks ?? [])] } : {}),
      ...(lapsed?.cancel ? { cancel: [lapsed.fork.id, ...(to.cancel ?? [])] } : {}),
      ...(state ? { state } : {}),
    },
    entries,
  }
}

interface Ran {
  id: string
  teamId: string
  version: LoadedVersion
}
type Base = Pick<Commit, 'node' | 'iteration' | 'attempt' | 'settle' | 'effect' | 'at'>

async function faultCommit(
  activation: Activation,
  run: Ran,
  base: Base,
  step: NonNullable<Commit['step']>,
  outcome: Extract<HandlerOutcome, { kind: 'fault' }>,
): Promise<{ commit: Commit; entries: NewEntry[] }> {
  const { at, node } = activation
  const { failure, retryAfterMs, costMicros = 0n } = outcome
  const allowed = 'retries' in node ? node.retries : 2
  const failed = stepEntry(
    run,
    at,
    'step.failed',
    ENGINE,
    {
      kind: node.kind,
      code: failure.code,
      cost_micros: step.costMicros,
      calls: step.result.calls?.length ?? 0,
      ...caughtData(step.result),
    },
    { failure },
  )
  if (leadsToRetry(at, allowed, outcome)) {
    const used = at.attempt - (at.arrived.retriedAt ?? 0)
    const delayMs = retryAfterMs ?? Math.round(Math.min(30_000, 500 * 2 ** used) * (0.75 + Math.random() / 2))
    return {
      commit: {
        ...base,
        moves: 'retry',
        step,
        retry: { delayMs, attempt: at.attempt + 1 },
      },
      entries: [failed, ...(outcome.entries ?? [])],
    }
  }
  const passed = ASKS.has(failure.code) ? undefined : passedOver(run.version, at)
  if (passed) {
    const data = { ...failed.data, passed_over: true }
    return {
      commit: { ...base, step, ...passed },
      entries: [{ ...failed, data }, ...(outcome.entries ?? [])],
    }
  }
  const asked = await escalation(activation, failure, costMicros)
  const review = { ...asked, id: newId('rev'), digest: saltedDigest(asked.view, at.salt) }
  return {
    commit: {
      ...base,
      moves: 'park',
      step,
      review,
    },
    entries: [failed, ...(outcome.entries ?? []), reviewEntry(run, at, review)],
  }
}

/** A question to a person, as the record has it. */
export const reviewEntry = (
  run: Parameters<typeof stepEntry>[0],
  at: Entered,
  review: NonNullable<Commit['review']>,
): NewEntry =>
  stepEntry(
    run,
    at,
    'review.opened',
    ENGINE,
    { review: review.id, kind: review.kind, view: review.digest, four_eyes: review.fourEyes },
    { question: review.question, reason: review.reason },
  )

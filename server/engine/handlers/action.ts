import { ExpressionError } from '@/domain/expression/cel'
import { keptIn, type GateDecision } from '@/domain/effect/gate'
import { effectQuestion } from '@/domain/run/review-sight'
import type { EffectRequest } from '@/domain/run/step'
import { isWrite } from '@/domain/team/kinds/action'
import type { NewEntry } from '@/server/record/append'
import { saltedDigest } from '@/server/record/digest'
import { bindingsOf } from '../bindings'
import { ENGINE } from '../commit'
import { deniedEntry } from '../denied'
import { effectKey, effectRequest } from '../effect-request'
import { endpointsFor } from '../endpoints-for'
import { fault } from '../fault'
import { flowOfCall, refusedByFlow, resting } from '../flow-check'
import { judgeEffect, judgeRead, recordedGate, requestMisfit } from '../gate/judge'
import { reviewView } from '../review-view'
import type { Activation, Handler, HandlerOutcome } from '../types'
import { callStep, faultOf, finish, turnOf } from './call-step'
import { wentOut, writeEffect } from './write-effect'

/** A call to the outside: reads just happen; a write is intended on the record first and happens once. */
export const runAction: Handler<'action'> = async (activation) => {
  const { node, version, at } = activation
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  let request: EffectRequest
  try {
    request = await effectRequest(node, version.bundle, bindings, endpointsFor(activation))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: `The request could not be made: ${error.message}` })
  }
  return isWrite(node) ? throughGate(activation, request) : read(activation, request)
}

async function read(activation: Activation<'action'>, request: EffectRequest): Promise<HandlerOutcome> {
  const misfit = requestMisfit(activation, request)
  if (misfit) return fault(misfit)
  const denied = await judgeRead(activation, request)
  if (denied)
    return {
      ...fault(denied.failure),
      entries: denied.denials.map((denial) => deniedEntry(activation, denial)),
    }
  const { refused } = await flowOfCall(activation, request)
  if (refused) return refusedByFlow(activation, refused, request)
  const called = await callStep(activation, request)
  if ('failure' in called) return turnOf(activation, called) ?? faultOf(called)
  return finish(activation, request, called, {})
}

/**
 * Before anything goes out: the one gate. What it refuses is told to a person as any fault is; what it holds waits for a
 * person with the exact request. What went out already, and left no word, is followed up all the same.
 */
async function throughGate(
  activation: Activation<'action'>,
  request: EffectRequest,
): Promise<HandlerOutcome> {
  const { engine, runId, node, at } = activation
  const key = effectKey(runId, node.id, at.iteration)
  const { decision, failure, denials = [] } = await judgeEffect(activation, request, key)
  const { outcome } = decision
  const letsOut = outcome === 'go' || outcome === 'simulate'
  if (letsOut || (await wentOut(engine, key))) {
    // Only now: a person whom the gate asked has vouched for the words in it.
    const { refused, label } = await flowOfCall(activation, request)
    const sent = refused
      ? refusedByFlow(activation, refused, request)
      : await writeEffect(activation, request, decision)
    return resting(gated(sent, refused ? keptIn(decision, refused.message) : decision), label)
  }
  if (outcome === 'ask') return held(activation, decision)
  const refusal = failure ?? { code: 'gate_refused' as const, message: 'The gate refuses it.' }
  const denied = denials.map((denial) => deniedEntry(activation, denial))
  const entries = [refusedEntry(activation, request, decision), ...denied]
  return gated({ ...fault(refusal), entries }, decision)
}

const gated = (outcome: HandlerOutcome, gate: GateDecision): HandlerOutcome => ({
  ...outcome,
  result: { ...outcome.result, gate },
})

async function held(activation: Activation<'action'>, gate: GateDecision): Promise<HandlerOutcome> {
  const { node, startedAt } = activation
  const question = effectQuestion(node.name)
  const view = await reviewView(activation, { kind: 'approval', question, gate })
  const because = gate.stages.filter(({ outcome }) => outcome === 'held').map(({ why }) => why)
  return {
    kind: 'park',
    result: {},
    review: {
      kind: 'approval',
      question: view.effects[0]?.summary ? `${view.effects[0].summary}?` : question,
      reason: because.join(' · '),
      risk: gate.risk,
      view,
      fourEyes: gate.risk === 'high',
      dueAt: new Date(startedAt.getTime() + HELD_HOURS * 3_600_000).toISOString(),
    },
  }
}

/** Whoever is asked by the gate has a day, as whoever is asked in the drawing has unless it says otherwise. */
const HELD_HOURS = 24

const refusedEntry = (
  { runId, at, node, version }: Activation<'action'>,
  request: EffectRequest,
  decision: GateDecision,
): NewEntry => ({
  kind: 'effect.refused',
  actor: ENGINE,
  run: runId,
  team: at.teamId,
  version: version.digest,
  node: node.id,
  iteration: at.iteration,
  attempt: at.attempt,
  data: {
    connection: request.connection,
    method: request.method,
    request: saltedDigest(request, at.salt),
    ...recordedGate(decision),
  },
  sealed: { why: decision.stages.map(({ stage, why }) => ({ stage, why })) },
})

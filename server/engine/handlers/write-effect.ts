import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import type { GateDecision } from '@/domain/effect/gate'
import { modeAt } from '@/domain/run/mode'
import type { EffectRequest, StepFailure } from '@/domain/run/step'
import type { HttpAnswer } from '@/server/connectors/http'
import { newId } from '@/server/db/id'
import { saltedDigest } from '@/server/record/digest'
import { mayRepeat } from '../called-operation'
import { ENGINE } from '../commit'
import { effectKey } from '../effect-request'
import { fault, leadsToRetry } from '../fault'
import { recordedGate } from '../gate/judge'
import type { IntendedEffect } from '../store'
import type { Activation, Engine, HandlerOutcome } from '../types'
import { callStep, faultOf, finish, shown, turnOf } from './call-step'
import { outgoing } from './outgoing'

/** Carries out what the gate has let out: meant on the record first, sent under one key, never blindly twice. */
export async function writeEffect(
  activation: Activation<'action'>,
  request: EffectRequest,
  decision: GateDecision,
): Promise<HandlerOutcome> {
  const { engine, runId, branch, at, node, workspace, version } = activation
  const key = effectKey(runId, node.id, at.iteration)
  const mode = decision.outcome === 'simulate' ? 'shadow' : modeAt(version.bundle, node.id, at.mode)
  const turnedBack = mode === 'shadow' ? [] : outgoing(activation, request).fields
  const again = mayRepeat(node, version.bundle)
  const effect = await engine.store.intend(
    { id: runId, workspaceId: workspace.id },
    branch,
    at.fence,
    {
      id: newId('eff'),
      node: node.id,
      iteration: at.iteration,
      key,
      connection: request.connection,
      request,
    },
    {
      kind: 'effect.intended',
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
        ...(request.operation && { operation: request.operation.name }),
        mode,
        // Where what goes out says the value, and all that is kept of it the pseudonym.
        ...(turnedBack.length > 0 && { turned_back: turnedBack }),
        ...recordedGate(decision),
      },
      sealed: { request, why: decision.stages.map(({ stage, why }) => ({ stage, why })) },
    },
  )
  if (mode === 'shadow') return simulate(activation, request, effect)
  if (effect.status === 'done')
    return finish(activation, effect.request, effect.response as HttpAnswer, { effect })
  // What went out before a crash left no word; what a person answers for counts up to their verdict.
  const before = said(effect)
  const unheard = effect.attempts - 1 > before.attempts
  if (!again && (unheard || (before.sent && at.arrived.retriedAt !== at.attempt)))
    return lost(effect, request)
  const called = await callStep(activation, outgoing(activation, effect.request).request, key)
  if (!('failure' in called)) return finish(activation, effect.request, called, { effect })
  const sent = called.sent || before.sent || unheard
  // Nobody knows what became of what went out, unless the same request may be sent again and still will be.
  const turn = turnOf(activation, called)
  if (sent && !(again && (turn ?? leadsToRetry(at, node.retries, called))))
    return lost(effect, request, called.failure)
  const status = called.retryable ? 'intended' : 'failed'
  return {
    ...(turn ?? faultOf(called)),
    effect: { status, response: unanswered(effect, sent, called.failure) },
    result: { failure: called.failure, effect: shown(effect, request, status) },
  }
}

/** Whether it may have reached the service before: then the gate has let it out once, and it is no new one. */
export async function wentOut({ db }: Engine, key: string): Promise<boolean> {
  const effect = await db.prisma.effect.findUnique({
    where: { key },
    select: { status: true, attempts: true, response: true },
  })
  if (!effect) return false
  const { attempts, sent } = said(effect)
  return effect.status === 'done' || (effect.status === 'intended' && (sent || effect.attempts > attempts))
}

/** A person has to look: it may have been carried out. */
function lost(effect: IntendedEffect, request: EffectRequest, last?: StepFailure): HandlerOutcome {
  const failure = unknownOutcome(request, last)
  return {
    ...fault(failure),
    effect: { status: 'unknown', response: unanswered(effect, true, failure) },
    result: { failure, effect: shown(effect, request, 'unknown') },
  }
}

/** Stands in an effect's response while there is none: so many attempts have ended, and whether any may have arrived. */
const unanswered = ({ attempts }: IntendedEffect, sent: boolean, { message }: StepFailure) => ({
  not_answered: { attempts, may_have_arrived: sent, because: message },
})

function said({ response }: { response: unknown }): { attempts: number; sent: boolean } {
  const told = isRecord(response) ? response['not_answered'] : undefined
  if (!isRecord(told)) return { attempts: 0, sent: false }
  return { attempts: Number(told['attempts']), sent: told['may_have_arrived'] === true }
}

function simulate(
  activation: Activation<'action'>,
  request: EffectRequest,
  effect: IntendedEffect,
): HandlerOutcome {
  const { node, version, at } = activation
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  // What comes after reads an answer that fits: an example stands in for the one that was not fetched.
  const output = contract ? (exampleOf(contract.schema) ?? {}) : undefined
  return {
    kind: 'done',
    port: 'out',
    effect: { status: 'simulated' },
    result: { effect: shown(effect, request, 'simulated'), ...(contract ? { output } : {}) },
    record: {
      data: {
        connection: request.connection,
        simulated: true,
        request: saltedDigest(request, at.salt),
        effect: effect.id,
      },
    },
    ...(contract ? { write: { slot: node.id, value: output, writer: ENGINE } } : {}),
  }
}

const unknownOutcome = (request: EffectRequest, last?: StepFailure): StepFailure => ({
  code: 'outcome_unknown',
  message: `It is not known whether ${request.connectionName} carried out “${request.summary}”. Look there before deciding.`,
  ...(last && { details: { last: last.message, ...(isRecord(last.details) && last.details) } }),
})

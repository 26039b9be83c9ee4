import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import { ExpressionError } from '@/domain/expression/cel'
import { storable } from '@/domain/storable'
import type { EffectRequest, StepFailure, StepResult } from '@/domain/run/step'
import { isWrite } from '@/domain/team/kinds/action'
import { handOnProblems } from '@/server/bounded'
import { ConnectorError, type HttpAnswer } from '@/server/connectors/http'
import { policyOfAnswer, policyOfError } from '@/server/connectors/retry-policy'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { bindingsOf } from '../bindings'
import { ENGINE } from '../commit'
import { effectRequest } from '../effect-request'
import { fault, leadsToRetry } from '../fault'
import type { IntendedEffect } from '../store'
import { takeUpFailure } from '../take-up'
import { waitsFor } from '../waits'
import { approvedFor } from './approved'
import type { Activation, Handler, HandlerOutcome } from '../types'

/** A call to the outside: reads just happen; a write is intended on the record first and happens once. */
export const runAction: Handler<'action'> = async (activation) => {
  const { node, version, at } = activation
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  let request: EffectRequest
  try {
    request = effectRequest(node, version.bundle, bindings)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: `The request could not be made: ${error.message}` })
  }
  const refused = takeUp(activation, request)
  if (refused) return fault(refused)
  return isWrite(node) ? write(activation, request) : read(activation, request)
}

async function read(activation: Activation<'action'>, request: EffectRequest): Promise<HandlerOutcome> {
  const called = await call(activation, request)
  if ('failure' in called) return turnOf(activation, called) ?? faultOf(called)
  return finish(activation, request, called, {})
}

async function write(activation: Activation<'action'>, request: EffectRequest): Promise<HandlerOutcome> {
  const { engine, runId, branch, at, node, workspace, version } = activation
  const key = `${runId}:${node.id}:${at.iteration}`
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
        request: digestOf(request),
        mode: at.mode,
      },
      sealed: { request },
    },
  )
  if (at.mode === 'shadow') return simulate(activation, request, effect)
  if (effect.status === 'done')
    return finish(activation, effect.request, effect.response as HttpAnswer, { effect })
  // What went out before a crash left no word; what a person answers for counts up to their verdict.
  const before = said(effect)
  const unheard = effect.attempts - 1 > before.attempts
  if (!node.idempotent && (unheard || (before.sent && at.arrived.retriedAt !== at.attempt)))
    return lost(effect, request)
  const called = await call(activation, effect.request, key)
  if (!('failure' in called)) return finish(activation, effect.request, called, { effect })
  const sent = called.sent || before.sent || unheard
  // Nobody knows what became of what went out, unless the same request may be sent again and still will be.
  const turn = turnOf(activation, called)
  if (sent && !(node.idempotent && (turn ?? leadsToRetry(at, node.retries, called))))
    return lost(effect, request, called.failure)
  const status = called.retryable ? 'intended' : 'failed'
  return {
    ...(turn ?? faultOf(called)),
    effect: { status, response: unanswered(effect, sent, called.failure) },
    result: { failure: called.failure, effect: shown(effect, request, status) },
  }
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

function said({ response }: IntendedEffect): { attempts: number; sent: boolean } {
  const told = isRecord(response) ? response['not_answered'] : undefined
  if (!isRecord(told)) return { attempts: 0, sent: false }
  return { attempts: Number(told['attempts']), sent: told['may_have_arrived'] === true }
}

interface Failed {
  failure: StepFailure
  retryable: boolean
  /** As the service asks. */
  retryAfterMs?: number | undefined
  /** The request may have reached the service and been carried out. */
  sent: boolean
}

const faultOf = ({ failure, retryable, retryAfterMs }: Failed) => ({
  ...fault(failure, retryable),
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

/** It waits for its turn where the service was not asked, or would not hear of it, and said when it may be asked again. */
function turnOf(
  activation: Activation<'action'>,
  { failure, retryable, retryAfterMs, sent }: Failed,
): Extract<HandlerOutcome, { kind: 'wait' }> | undefined {
  if (!retryable || sent || retryAfterMs === undefined) return undefined
  const turn = waitsFor(activation, { because: failure.message, retryAfterMs })
  return turn && { kind: 'wait', ...turn, result: { failure } }
}

async function call(
  activation: Activation<'action'>,
  request: EffectRequest,
  idempotencyKey?: string,
): Promise<HttpAnswer | Failed> {
  const { engine, node, workspace, signal } = activation
  try {
    const answer = await engine.connectors.call(workspace.id, request.connection, {
      method: request.method,
      path: request.path,
      ...(request.body ? { body: request.body } : {}),
      ...(idempotencyKey ? { idempotencyKey } : {}),
      timeoutMs: node.timeoutSeconds * 1000,
      signal,
    })
    if (answer.status < 300) return { ...answer, body: storable(answer.body) }
    const { retry, breaks } = policyOfAnswer(answer.status)
    return {
      failure: {
        code: 'connector_failed',
        message: `${request.connectionName} answered ${request.method} ${request.path} with ${answer.status}.`,
        details: { status: answer.status, answer: storable(answer.body) },
      },
      retryable: retry,
      retryAfterMs: answer.retryAfterMs,
      // One that is ill says nothing about what it did.
      sent: breaks,
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return {
      failure: { code: 'connector_failed', message: error.message, details: { reason: error.code } },
      retryable: policyOfError(error.code).retry,
      retryAfterMs: error.retryAfterMs,
      sent: error.sent,
    }
  }
}

function finish(
  activation: Activation<'action'>,
  request: EffectRequest,
  answer: HttpAnswer,
  { effect }: { effect?: IntendedEffect },
): HandlerOutcome {
  const { node, version } = activation
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  const problems = contract ? handOnProblems(contract.schema, answer.body) : []
  const response = { status: answer.status, body: answer.body, ms: answer.ms }
  const settled = effect ? { effect: { status: 'done', response } } : {}
  const result: StepResult = effect ? { effect: shown(effect, request, 'done', response) } : {}
  if (contract && problems.length) {
    const failure: StepFailure = {
      code: 'contract_violated',
      message: `${request.connectionName} answered something that does not fit ${contract.name} ${contract.version}.`,
      details: { problems: problems.slice(0, 20) },
    }
    return { ...fault(failure), ...settled, result: { ...result, failure } }
  }
  return {
    kind: 'done',
    port: 'out',
    ...settled,
    result: { ...result, ...(contract ? { output: answer.body } : {}) },
    ...(contract
      ? {
          write: {
            slot: node.id,
            value: answer.body,
            writer: ENGINE,
          },
        }
      : {}),
    record: {
      data: {
        connection: request.connection,
        owner: version.bundle.connections[request.connection]?.owner ?? '',
        method: request.method,
        status: answer.status,
        request: digestOf(request),
        effect: effect?.id ?? '',
      },
      sealed: { request, response },
    },
  }
}

function simulate(
  activation: Activation<'action'>,
  request: EffectRequest,
  effect: IntendedEffect,
): HandlerOutcome {
  const { node, version } = activation
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
        request: digestOf(request),
        effect: effect.id,
      },
    },
    ...(contract ? { write: { slot: node.id, value: output, writer: ENGINE } } : {}),
  }
}

const shown = (effect: IntendedEffect, request: EffectRequest, status: string, response?: unknown) => ({
  id: effect.id,
  status,
  request,
  ...(response === undefined ? {} : { response }),
})

const unknownOutcome = (request: EffectRequest, last?: StepFailure): StepFailure => ({
  code: 'outcome_unknown',
  message: `It is not known whether ${request.connectionName} carried out “${request.summary}”. Look there before deciding.`,
  ...(last && { details: { last: last.message, ...(isRecord(last.details) && last.details) } }),
})

/** What must hold before anything goes out: the handoff fits, and the approval was for exactly this request. */
function takeUp(
  { node, version, at }: Activation<'action'>,
  request: EffectRequest,
): StepFailure | undefined {
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  if (misfit) return misfit
  const approved = approvedFor(version.bundle, at.steps, node.id)
  if (isWrite(node) && approved && approved.digest !== digestOf(request)) {
    return {
      code: 'rejected',
      message: 'What would be sent is not what was approved.',
      details: { approved: approved.digest },
    }
  }
  return undefined
}

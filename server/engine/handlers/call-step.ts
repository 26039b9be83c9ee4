import type { EffectRequest, StepFailure, StepResult } from '@/domain/run/step'
import { handOnProblems } from '@/server/bounded'
import type { HttpAnswer } from '@/server/connectors/http'
import { ENGINE } from '../commit'
import { callFor, type FailedCall } from '../effect-call'
import { fault } from '../fault'
import type { IntendedEffect } from '../store'
import type { Activation, HandlerOutcome } from '../types'
import { waitsFor } from '../waits'

/** One call of an action's own, in the name of its run. */
export function callStep(
  { engine, node, workspace, signal, version, runId, at }: Activation<'action'>,
  request: EffectRequest,
  idempotencyKey?: string,
): Promise<HttpAnswer | FailedCall> {
  const caller = { by: 'run', run: runId, team: at.teamId, node: node.id } as const
  return callFor(engine.connectors, { workspaceId: workspace.id, bundle: version.bundle, caller }, request, {
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    timeoutMs: node.timeoutSeconds * 1000,
    signal,
  })
}

export const faultOf = ({ failure, retryable, retryAfterMs }: FailedCall) => ({
  ...fault(failure, retryable),
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

/** It waits for its turn where the service was not asked, or would not hear of it, and said when it may be asked again. */
export function turnOf(
  activation: Activation<'action'>,
  { failure, retryable, retryAfterMs, sent }: FailedCall,
): Extract<HandlerOutcome, { kind: 'wait' }> | undefined {
  if (!retryable || sent || retryAfterMs === undefined) return undefined
  const turn = waitsFor(activation, { because: failure.message, retryAfterMs })
  return turn && { kind: 'wait', ...turn, result: { failure } }
}

/** What its answer makes of a step: handed on where it fits the contract, a fault where it does not. */
export function finish(
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
        ...(request.operation && { operation: request.operation.name }),
        status: answer.status,
        effect: effect?.id ?? '',
      },
      sealed: { request, response },
    },
  }
}

/** An effect as its step shows it. */
export const shown = (
  effect: IntendedEffect,
  request: EffectRequest,
  status: string,
  response?: unknown,
) => ({
  id: effect.id,
  status,
  request,
  ...(response === undefined ? {} : { response }),
})

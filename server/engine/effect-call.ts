import type { EffectRequest, StepFailure } from '@/domain/run/step'
import { storable } from '@/domain/storable'
import type { Bundle } from '@/domain/team/bundle'
import type { Caller } from '@/server/connectors/caller'
import type { Connectors } from '@/server/connectors/connectors'
import { ConnectorError, type HttpAnswer } from '@/server/connectors/http'
import { policyOfAnswer, policyOfError } from '@/server/connectors/retry-policy'
import { messageOf } from './called-operation'

/** A call that was not answered as it should be. */
export interface FailedCall {
  failure: StepFailure
  retryable: boolean
  /** As the service asks. */
  retryAfterMs?: number | undefined
  /** The request may have reached the service and been carried out. */
  sent: boolean
}

interface Calling {
  idempotencyKey?: string
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Sends an effect's request, or a read's: the one way by which what a team sends, and what takes it back, leaves.
 * @throws the signal's reason
 */
export async function callFor(
  connectors: Connectors,
  { workspaceId, bundle, caller }: { workspaceId: string; bundle: Bundle; caller: Caller },
  request: EffectRequest,
  { idempotencyKey, ...limits }: Calling,
): Promise<HttpAnswer | FailedCall> {
  try {
    const message = messageOf(bundle, request, idempotencyKey)
    const answer = await connectors.call(workspaceId, request.connection, { ...message, ...limits }, caller, {
      endpoint: request.endpoint,
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

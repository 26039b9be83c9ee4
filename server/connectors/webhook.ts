import { randomUUID } from 'node:crypto'
import { webhookKind } from '@/domain/connection/kinds/webhook'
import { signMessage } from '@/server/auth/webhook-key'
import { ConnectorError } from './connector-error'
import { callHttp, shownHttp, type HttpMessage, type HttpTarget } from './http'
import type { Exact, OperationTarget, Sender } from './sender'

/**
 * A message of ours, signed as Standard Webhooks 1.0 has it: `webhook-id`, `webhook-timestamp` and `webhook-signature`,
 * which is HMAC-SHA256 over `id.timestamp.body`. The id is the idempotency key: a receiver that has seen it does nothing.
 */
export const sendWebhook: Sender<'webhook'> = (target, { timeoutMs, signal, ...call }) => {
  const { secret, name } = target
  if (!secret || webhookKind.secretProblem?.(secret.value))
    throw new ConnectorError(
      'misconfigured',
      `The signing key of ${name} is not one: whsec_ and 24 to 64 bytes in base64.`,
      false,
    )
  const timestamp = String(Math.floor(Date.now() / 1000))
  const message = messageOf(target, call, (id, text) => ({
    timestamp,
    signature: signMessage(secret.value, id, timestamp, Buffer.from(text)),
  }))
  return callHttp(message.target, { ...message.request, timeoutMs, signal })
}

/** Its time and signature are made as it leaves: a dry run names them. */
export const exactWebhook: Exact<'webhook'> = (target, call) => {
  const message = messageOf(target, call, () => ({
    timestamp: '[when it leaves]',
    signature: '[signed when it leaves]',
  }))
  return shownHttp(message.target, message.request)
}

function messageOf(
  { secret: _secret, ...target }: OperationTarget,
  { prepared, idempotencyKey }: Parameters<typeof exactWebhook>[1],
  sign: (id: string, text: string) => { timestamp: string; signature: string },
): { target: HttpTarget; request: HttpMessage } {
  const text = JSON.stringify({ type: prepared.event, data: prepared.body })
  const id = idempotencyKey ?? `msg_${randomUUID()}`
  const { timestamp, signature } = sign(id, text)
  const url = new URL(target.baseUrl)
  return {
    target: { ...target, baseUrl: url.origin },
    request: {
      method: 'POST',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      text,
      headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    },
  }
}

import { createHmac } from 'node:crypto'
import { z } from 'zod'

interface Message {
  address: string
  /** `whsec_…`, as it was shown once. */
  key: string
  id: string
  body: unknown
  /** Unix seconds at which it is said to have been signed; now when left out. */
  at?: number
}

/**
 * Sends a message as somebody else's program would, signed by Standard Webhooks 1.0; the signature is made here anew, so
 * that it is the standard that both sides keep to.
 * @returns the status and what was answered
 */
export async function sendSigned({ address, key, id, body, at = Math.floor(Date.now() / 1000) }: Message) {
  const text = JSON.stringify(body)
  const secret = Buffer.from(key.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', secret).update(`${id}.${at}.${text}`).digest('base64')
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    },
    body: text,
  })
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) }
}

import { originOf } from '@/server/auth/origin'
import type { Db } from '@/server/db/client'
import { takeRate } from '@/server/services/signed/rate'
import { receiveWebhook } from '@/server/services/trigger/receive-webhook'
import type { SignedHeaders } from '@/server/auth/webhook-key'
import { readBytes } from './body'
import { MethodRefused, problemResponse, TooLarge } from './problem'

export const MAX_HOOK = 1024 * 1024

/**
 * Answers a message at /api/hooks/<trigger>, signed as Standard Webhooks has it: 202 with the run's id, 200 when the
 * same message came before, else problem details: 400 with JSON Pointers, 401, 404, 409, 413, 429.
 */
export async function handleHook(db: Db, request: Request, id: string): Promise<Response> {
  try {
    if (request.method !== 'POST') throw new MethodRefused(request.method, ['POST'])
    const { headers } = request
    await takeRate(db, 'hook', id, originOf(Object.fromEntries(headers)).address)
    const body = await readBytes(request, MAX_HOOK, () => new TooLarge(MAX_HOOK))
    const { id: run, created } = await receiveWebhook(db, {
      id,
      body,
      headers: signedHeaders(headers),
    })
    return Response.json(
      { run, created },
      { status: created ? 202 : 200, headers: { 'cache-control': 'no-store' } },
    )
  } catch (error) {
    return problemResponse(error, { invalid: 400 }, UNSIGNED)
  }
}

/** Nobody signs in where messages are signed. */
export const UNSIGNED = { unauthenticated: 'Signature refused' }

/** The headers of Standard Webhooks; empty where one is missing. */
export const signedHeaders = (headers: Headers): SignedHeaders => ({
  id: headers.get('webhook-id') ?? '',
  timestamp: headers.get('webhook-timestamp') ?? '',
  signature: headers.get('webhook-signature') ?? '',
})

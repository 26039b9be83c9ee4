import { MAX_EVENT } from '@/domain/event/event'
import { originOf } from '@/server/auth/origin'
import type { Db } from '@/server/db/client'
import { receiveEvent } from '@/server/services/event/receive'
import { takeRate } from '@/server/services/signed/rate'
import { readBytes } from './body'
import { signedHeaders, UNSIGNED } from './hooks'
import { MethodRefused, problemResponse, TooLarge } from './problem'

/** The event's data and some room for what is around it. */
const MOST = MAX_EVENT + 4096

/**
 * Answers an event at /api/events/<source>/<event>, signed as Standard Webhooks has it: 202 with how many waits it woke
 * (0: it is kept), 200 when the same message came before, else problem details: 401, 403, 404, 409, 413, 422, 429.
 */
export async function handleEvent(
  db: Db,
  request: Request,
  source: string,
  event: string,
): Promise<Response> {
  try {
    if (request.method !== 'POST') throw new MethodRefused(request.method, ['POST'])
    await takeRate(db, 'hook', source, originOf(Object.fromEntries(request.headers)).address)
    const body = await readBytes(request, MOST, () => new TooLarge(MOST))
    const headers = signedHeaders(request.headers)
    const { id, woke, created } = await receiveEvent(db, { source, event, headers, body })
    return Response.json(
      { event: id, woke, created },
      { status: created ? 202 : 200, headers: { 'cache-control': 'no-store' } },
    )
  } catch (error) {
    return problemResponse(error, {}, UNSIGNED)
  }
}

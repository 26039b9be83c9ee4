import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { refuseLarge, refuseRequest } from '@/server/auth/guard-request'
import type { Context } from '@/server/services/context'
import { databaseAway } from './init'
import { appRouter } from './router'

/** A team's file has at most two million characters; written as JSON it may take some more. */
const MAX_BODY = 8 * 1024 * 1024
/** Whoever is not signed in has nothing to say that takes more; a body is taken apart before anything asks who sends it. */
const MAX_BODY_OF_NOBODY = 32 * 1024
/** The console sends at most ten at once. */
const MAX_BATCH = 20

/** As the router's own errors: that the database is away is said as such, also where the session is read from it. */
async function contextOr503(create: () => Promise<Context>): Promise<Context> {
  try {
    return await create()
  } catch (error) {
    throw databaseAway(error) ?? error
  }
}

/** Answers one request of the console below /api/trpc. */
export async function handleTrpc(request: Request, createContext: () => Promise<Context>): Promise<Response> {
  const refused = refuseRequest(request, { most: MAX_BODY, published: process.env['BATON_URL'] })
  if (refused) return refused
  // No procedure takes a form or a file, and JSON is what no form of another page can send unasked.
  if (request.method === 'POST' && !/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return Response.json({ message: 'Send JSON.' }, { status: 415 })
  }
  let context: Context | undefined
  const tooLarge = refuseLarge(request, MAX_BODY_OF_NOBODY)
  if (tooLarge) {
    try {
      context = await createContext()
    } catch (error) {
      const away = databaseAway(error)
      if (!away) throw error
      return Response.json({ message: away.message }, { status: 503 })
    }
    if (context.actor.kind === 'nobody') return tooLarge
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => context ?? contextOr503(createContext),
    maxBatchSize: MAX_BATCH,
  })
}

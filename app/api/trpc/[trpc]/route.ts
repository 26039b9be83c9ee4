import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { requestContext } from '@/server/trpc/context'
import { appRouter } from '@/server/trpc/router'

const handler = (request: Request) =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: requestContext,
  })

export { handler as GET, handler as POST }

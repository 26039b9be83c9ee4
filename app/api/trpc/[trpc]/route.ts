import { requestContext } from '@/server/trpc/context'
import { handleTrpc } from '@/server/trpc/handle'

const handler = (request: Request) => handleTrpc(request, requestContext)

export { handler as GET, handler as POST }

import { handleForm } from '@/server/rest/forms'
import { requestContext } from '@/server/trpc/context'

export const dynamic = 'force-dynamic'

async function handle(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  return handleForm(request, (await params).token, requestContext)
}

export { handle as GET, handle as POST }

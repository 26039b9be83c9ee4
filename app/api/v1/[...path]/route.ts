import { webDb } from '@/server/auth/web-db'
import { handleRest } from '@/server/rest/handle'

export const dynamic = 'force-dynamic'

async function handle(
  request: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  return handleRest(webDb(), request, (await params).path)
}

export { handle as GET, handle as POST, handle as PUT, handle as DELETE, handle as PATCH }

import { webDb } from '@/server/auth/web-db'
import { handleEvent } from '@/server/rest/events'

export const dynamic = 'force-dynamic'

interface Parameters {
  params: Promise<{ source: string; event: string }>
}

async function handle(request: Request, { params }: Parameters): Promise<Response> {
  const { source, event } = await params
  return handleEvent(webDb(), request, source, event)
}

export { handle as GET, handle as POST, handle as PUT, handle as DELETE, handle as PATCH }

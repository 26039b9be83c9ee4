import { webDb } from '@/server/auth/web-db'
import { handleHook } from '@/server/rest/hooks'

export const dynamic = 'force-dynamic'

async function handle(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return handleHook(webDb(), request, (await params).id)
}

export { handle as GET, handle as POST, handle as PUT, handle as DELETE, handle as PATCH }

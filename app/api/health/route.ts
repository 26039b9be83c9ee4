import { webDb } from '@/server/auth/web-db'
import { readHealth } from '@/server/services/workspace/health'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const health = await readHealth(webDb())
  return Response.json(health, { status: health.status === 'ok' ? 200 : 503 })
}

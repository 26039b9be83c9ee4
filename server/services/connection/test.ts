import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { createConnectors } from '@/server/connectors/connectors'
import { ConnectorError } from '@/server/connectors/http'
import { authorize, type Context } from '../context'

export const testConnectionInput = z.object({
  id: z.string(),
  /** What to read there. */
  path: z.string().startsWith('/').max(300).default('/'),
})

export interface TestedConnection {
  ok: boolean
  /** What happened, in a sentence. */
  says: string
  /** HTTP status; 0 when nothing answered. */
  status: number
  ms: number
  /** The beginning of the answer. */
  answer: string
}

const SHOWN = 2000

/**
 * Reads from a connection now, as a run would.
 * @throws BatonError not_found
 */
export async function testConnection(
  ctx: Context,
  { id, path }: z.infer<typeof testConnectionInput>,
): Promise<TestedConnection> {
  const { db, workspace, actor } = await authorize(ctx, 'connection.edit')
  const connection = await db.prisma.connection.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!connection) throw new BatonError('not_found', 'There is no such connection in this workspace.')
  const signal = new AbortController().signal
  const request = { method: 'GET', path, timeoutMs: 10_000, signal }
  const connectors = createConnectors({ db })
  try {
    const caller = { by: 'person', actor } as const
    const { status, body, ms } = await connectors.call(workspace.id, connection.slug, request, caller)
    const answer = (typeof body === 'string' ? body : JSON.stringify(body, null, 2)).slice(0, SHOWN)
    const refused = status === 401 || status === 403 ? ' It refuses the secret.' : ''
    return { ok: status < 400, says: `${connection.name} answered ${status}.${refused}`, status, ms, answer }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { ok: false, says: error.message, status: 0, ms: 0, answer: '' }
  } finally {
    await connectors.settle()
  }
}

import { secretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { callHttp, ConnectorError, type HttpAnswer, type HttpConnection, type HttpRequest } from './http'

const FRESH_MS = 2000

/** Calls outside services by the workspace's connections. Secrets are opened here and go nowhere else. */
export interface Connectors {
  /** @throws ConnectorError also when there is no such connection */
  call(workspaceId: string, slug: string, request: HttpRequest): Promise<HttpAnswer>
}

export function createConnectors({ db }: { db: Db }): Connectors {
  const known = new Map<string, { at: number; connection: Promise<HttpConnection | undefined> }>()
  const find = (workspaceId: string, slug: string): Promise<HttpConnection | undefined> => {
    const key = `${workspaceId}/${slug}`
    const entry = known.get(key)
    if (entry && Date.now() - entry.at < FRESH_MS) return entry.connection
    const connection = read(db, workspaceId, slug)
    known.set(key, { at: Date.now(), connection })
    connection.catch(() => known.delete(key))
    return connection
  }
  return {
    async call(workspaceId, slug, request) {
      const connection = await find(workspaceId, slug)
      if (!connection)
        throw new ConnectorError('unknown_connection', `There is no connection ${slug}.`, false)
      return callHttp(connection, request)
    },
  }
}

async function read(db: Db, workspaceId: string, slug: string): Promise<HttpConnection | undefined> {
  const row = await db.prisma.connection.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) return undefined
  return {
    name: row.name,
    baseUrl: row.baseUrl,
    auth: row.auth as HttpConnection['auth'],
    allowPrivate: row.allowPrivate,
    ...(row.secretSealed ? { secret: secretBox().open(row.secretSealed) } : {}),
  }
}

import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { createConnectors } from '@/server/connectors/connectors'
import { ConnectorError, type HttpAnswer } from '@/server/connectors/http'
import type { Db } from '@/server/db/client'
import { authorize, transact, type Context } from '../context'

export const layAnewInput = z.object({ id: z.string() })

/**
 * Lays a practice system's data anew: as in the beginning, around the day it is. What runs wrote there is gone.
 * @throws BatonError not_found | conflict (no practice system) | unavailable (it does not answer; nothing is changed)
 */
export async function layAnew(ctx: Context, { id }: z.infer<typeof layAnewInput>): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  const { db, workspace } = scope
  const connection = await db.prisma.connection.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!connection) throw new BatonError('not_found', 'There is no such connection in this workspace.')
  const { name, slug, practice } = connection
  if (!practice) throw new BatonError('conflict', `${name} is not a practice system: its data are real.`)
  const { status } = await ask(db, workspace.id, connection)
  if (status >= 300)
    throw new BatonError('unavailable', `${name} answered ${status}. Its data are as they were.`)
  await transact(scope, (_tx, record) =>
    record({ kind: 'connection.laid_anew', subject: slug, data: { connection: id } }),
  )
}

async function ask(
  db: Db,
  workspaceId: string,
  { name, slug }: { name: string; slug: string },
): Promise<HttpAnswer> {
  const signal = new AbortController().signal
  const connectors = createConnectors({ db })
  try {
    return await connectors.call(workspaceId, slug, {
      ...{ method: 'POST', path: '/_reset', body: {} },
      ...{ timeoutMs: 10_000, signal },
    })
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new BatonError('unavailable', `${name} does not answer: ${error.message}`)
  } finally {
    await connectors.settle()
  }
}

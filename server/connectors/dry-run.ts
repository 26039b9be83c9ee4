import type { Db } from '@/server/db/client'
import { refuseMoved } from './endpoint'
import type { ExactRequest } from './exact-request'
import type { HttpMessage } from './http'
import { exact, type OperationMessage } from './send'
import { NO_SECRETS, readTarget } from './target'

/**
 * What a call of a connection would send, made by the code that sends it. Nothing is sent, and the secret is not opened.
 * @param endpoint where it is to lead; undefined for wherever it does
 * @throws ConnectorError where it could not be made, or the connection leads elsewhere
 */
export async function dryRun(
  db: Db,
  workspaceId: string,
  slug: string,
  message: HttpMessage | OperationMessage,
  endpoint?: string,
): Promise<ExactRequest> {
  const target = await readTarget(db, NO_SECRETS, workspaceId, slug)
  refuseMoved(target, 'operation' in message ? message.operation.name : undefined, endpoint)
  return exact(target, message)
}

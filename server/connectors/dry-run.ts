import type { Db } from '@/server/db/client'
import type { ExactRequest } from './exact-request'
import type { HttpMessage } from './http'
import { exact, type OperationMessage } from './send'
import { readTarget } from './target'

/** Stands where a secret goes: a dry run opens none. */
const NO_SECRETS = () => ({ open: () => '[secret]' })

/**
 * What a call of a connection would send, made by the code that sends it. Nothing is sent, and the secret is not opened.
 * @throws ConnectorError where it could not be made
 */
export async function dryRun(
  db: Db,
  workspaceId: string,
  slug: string,
  message: HttpMessage | OperationMessage,
): Promise<ExactRequest> {
  return exact(await readTarget(db, NO_SECRETS, workspaceId, slug), message)
}

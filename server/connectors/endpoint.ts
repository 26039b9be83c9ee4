import { env } from '@/server/env'
import type { Db } from '@/server/db/client'
import { digestOf } from '@/server/record/digest'
import { localServer } from '@/domain/connection/kinds/mcp'
import { ConnectorError } from './connector-error'
import type { McpCommands } from './sender'
import { NO_SECRETS, readTarget, type Target } from './target'

/** What stands at the other end of a connection, by digest; undefined where nobody can tell. */
export type EndpointOf = (connection: string, operation: string | undefined) => Promise<string | undefined>

/**
 * A digest over what decides where a call goes that no version says: the address, what its kind has set (from whom mails
 * are, as which role), the program of a local server, and the tool as an admin approved it. What a person has let out
 * binds to it. A practice service counts by its path: the installation says where it listens.
 */
export function endpointOf(
  { kind, baseUrl, practice, settings, operations }: Target,
  operation: string | undefined,
  commands?: McpCommands,
): string {
  const local = kind === 'mcp' ? localServer(baseUrl) : undefined
  const listed = local === undefined ? undefined : (commands ?? env().BATON_MCP_COMMANDS)[local]
  const pin = operation === undefined ? undefined : operations.get(operation)?.pin
  return digestOf({
    kind,
    address: practice && URL.canParse(baseUrl) ? `practice:${new URL(baseUrl).pathname}` : baseUrl,
    settings: settings ?? {},
    // Not what its environment holds: there may be secrets in it.
    ...(listed && { program: [listed.command, ...listed.args] }),
    ...(pin !== undefined && { pin }),
  })
}

/** Where the connections of a workspace lead now. */
export const endpointsIn =
  (db: Db, workspaceId: string): EndpointOf =>
  (connection, operation) =>
    ifInOrder(async () => endpointOf(await readTarget(db, NO_SECRETS, workspaceId, connection), operation))

/** Of a connection that is gone, or is not set up right, nobody can tell: nothing is sent over it either. */
export async function ifInOrder<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return undefined
  }
}

/** @throws ConnectorError moved, where a connection leads elsewhere than what is sent was let out for */
export function refuseMoved(
  target: Target,
  operation: string | undefined,
  expected: string | undefined,
  commands?: McpCommands,
): void {
  if (expected === undefined || endpointOf(target, operation, commands) === expected) return
  throw new ConnectorError(
    'moved',
    `${target.name} leads elsewhere by now than when this was made: its address or settings have changed.`,
    false,
  )
}

import { httpKind } from './http'
import type { ConnectionKindEntry } from './kind'
import { mcpKind } from './mcp'
import { postgresKind } from './postgres'
import { smtpKind } from './smtp'
import { webhookKind } from './webhook'

export const CONNECTION_KINDS = ['http', 'mcp', 'smtp', 'postgres', 'webhook'] as const
export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** All there is to know of a kind of connection but how it is called: server/connectors has a file for each. */
export const CONNECTION_KIND: Readonly<Record<ConnectionKind, ConnectionKindEntry>> = {
  http: httpKind,
  mcp: mcpKind,
  smtp: smtpKind,
  postgres: postgresKind,
  webhook: webhookKind,
}

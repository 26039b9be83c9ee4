import type { ConnectionKind } from '@/domain/connection/kinds/registry'
import type { Operation, OperationRequest } from '@/domain/connection/operation'
import type { ArgumentRow } from './argument-rows'

type Method = Extract<OperationRequest, { kind: 'http' }>['method']

/** An operation as it is typed; what of it counts depends on the kind of connection. */
export interface OperationDraft {
  title: string
  description: string
  effect: Operation['effect']
  idempotent: boolean
  statement: string
  event: string
  method: Method
  path: string
}

export const firstDraft = (kind: ConnectionKind): OperationDraft => ({
  title: '',
  description: '',
  effect: kind === 'webhook' ? 'write' : 'read',
  // A receiver knows a message by its id.
  idempotent: kind === 'webhook',
  statement: '',
  event: '',
  method: 'GET',
  path: '/',
})

/** Where the arguments go, by the kind. */
export function requestOf(
  draft: OperationDraft,
  kind: ConnectionKind,
  rows: readonly ArgumentRow[],
): OperationRequest {
  const names = rows.map(({ name }) => name)
  switch (kind) {
    case 'postgres':
      return { kind, statement: draft.statement, values: names }
    case 'webhook':
      return { kind, event: draft.event }
    case 'smtp':
      return { kind }
    case 'mcp':
      return { kind, tool: draft.title }
    case 'http': {
      const { method, path } = draft
      const rest = names.filter((name) => !path.includes(`{${name}}`))
      return method === 'GET'
        ? { kind, method, path, query: rest }
        : { kind, method, path, query: [], ...(rest.length > 0 && { body: { fields: rest } }) }
    }
  }
}

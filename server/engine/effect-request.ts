import type { Operation } from '@/domain/connection/operation'
import { prepare } from '@/domain/connection/prepare'
import { ArgumentsError } from '@/domain/connection/prepared'
import { evaluateExpression, ExpressionError, renderPath, renderTemplate } from '@/domain/expression/cel'
import type { EffectRequest } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { bounded } from '@/server/bounded'
import type { EndpointOf } from '@/server/connectors/endpoint'
import { digestOf } from '@/server/record/digest'
import { calledOperation } from './called-operation'

/** One for each activation of an action, whatever the attempt: the service does nothing twice under it. */
export const effectKey = (run: string, node: string, iteration: number): string =>
  `${run}:${node}:${iteration}`

/**
 * The exact request an action would send from this state, where that goes, and how people read it.
 * @throws ExpressionError when a field or the path cannot be made from the state
 */
export async function effectRequest(
  node: NodeOf<'action'>,
  bundle: Bundle,
  bindings: Record<string, unknown>,
  endpointOf: EndpointOf,
): Promise<EffectRequest> {
  const request = bounded(() => requestFrom(node, bundle, bindings))
  const endpoint = await endpointOf(request.connection, request.operation?.name)
  return { ...request, ...(endpoint !== undefined && { endpoint }) }
}

function requestFrom(
  node: NodeOf<'action'>,
  bundle: Bundle,
  bindings: Record<string, unknown>,
): EffectRequest {
  const connection = node.connection ?? ''
  const operation = calledOperation(bundle, node)
  if (node.operation !== undefined && !operation)
    throw new ExpressionError(`${node.operation} is no operation of ${connection} in this version`)
  const body: Record<string, unknown> = {}
  const changes: EffectRequest['changes'] = []
  for (const field of node.fields) {
    const after = evaluateExpression(field.value, bindings)
    body[field.name] = after
    const before = field.before === undefined ? undefined : evaluateExpression(field.before, bindings)
    changes.push({
      label: field.label || field.name,
      field: field.name,
      after,
      ...(field.before ? { before } : {}),
    })
  }
  return {
    node: node.id,
    connection,
    connectionName: bundle.connections[connection]?.name ?? connection,
    ...(operation
      ? askedOf(operation, body)
      : {
          method: node.method,
          path: renderPath(node.path, bindings),
          ...(node.fields.length ? { body } : {}),
        }),
    summary: renderTemplate(node.summary || node.name, bindings, { lenient: true }),
    changes,
  }
}

/**
 * What an operation is asked, as an effect's request says it.
 * @throws ExpressionError when nothing can be sent of these arguments
 */
export const askedOf = (
  operation: Operation,
  args: Record<string, unknown>,
): Pick<EffectRequest, 'operation' | 'method' | 'path' | 'body'> => ({
  operation: { name: operation.name, title: operation.title, digest: digestOf(operation) },
  ...sentBy(operation, args),
  body: args,
})

const VERBS = { mcp: 'TOOL', smtp: 'MAIL', postgres: 'SQL', webhook: 'POST' } as const

/** How and what an operation sends, for people; it is worked out now, so that nobody approves what cannot be sent. */
function sentBy(operation: Operation, args: Record<string, unknown>): Pick<EffectRequest, 'method' | 'path'> {
  try {
    const prepared = prepare(operation, args)
    if (prepared.kind !== 'http') return { method: VERBS[prepared.kind], path: operation.name }
    const query = new URLSearchParams(prepared.query).toString()
    return { method: prepared.method, path: prepared.path + (query && `?${query}`) }
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error
    throw new ExpressionError(error.message)
  }
}

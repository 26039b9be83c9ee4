import { evaluateExpression, renderPath, renderTemplate } from '@/domain/expression/cel'
import type { EffectRequest } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { bounded } from '@/server/bounded'

/**
 * The exact request an action would send from this state, and how people read it.
 * @throws ExpressionError when a field or the path cannot be made from the state
 */
export function effectRequest(
  node: NodeOf<'action'>,
  bundle: Bundle,
  bindings: Record<string, unknown>,
): EffectRequest {
  return bounded(() => requestFrom(node, bundle, bindings))
}

function requestFrom(
  node: NodeOf<'action'>,
  bundle: Bundle,
  bindings: Record<string, unknown>,
): EffectRequest {
  const connection = node.connection ?? ''
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
    method: node.method,
    path: renderPath(node.path, bindings),
    ...(node.fields.length ? { body } : {}),
    summary: renderTemplate(node.summary || node.name, bindings, { lenient: true }),
    changes,
  }
}

import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import type { RouterNode } from '@/domain/team/kinds/router'
import { bounded } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import type { Handler } from '../types'

/** The first row of the decision table whose condition holds, else the default. @throws ExpressionError */
export const wayOf = (node: RouterNode, bindings: Record<string, unknown>): string =>
  bounded(() => node.routes.find(({ when }) => evaluateExpression(when, bindings) === true))?.port ??
  'default'

/** Takes the way that the decision table says. */
export const runRouter: Handler<'router'> = ({ node, version, at }) => {
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  try {
    const port = wayOf(node, bindings)
    return Promise.resolve({ kind: 'done', port, result: { route: port }, record: { data: { port } } })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const failure = {
      code: 'expression_failed' as const,
      message: `The way could not be decided: ${error.message}`,
    }
    return Promise.resolve({ kind: 'fault', failure, retryable: false, result: { failure } })
  }
}

import type { Undo } from '@/domain/effect/undo'
import { evaluateExpression, ExpressionError, renderPath, renderTemplate } from '@/domain/expression/cel'
import { BatonError } from '@/domain/problem'
import type { EffectRequest } from '@/domain/run/step'
import { bounded } from '@/server/bounded'
import { askedOf } from '@/server/engine/effect-request'

/**
 * The request that takes an effect back, made from what was sent and what came back, and from nothing else: whatever became
 * of the run since, it is the same. It goes where that went.
 * @throws BatonError invalid where it cannot be made
 */
export function undoRequest(undo: Undo, sent: EffectRequest, answer: unknown): EffectRequest {
  const { node, connection, connectionName, endpoint, body: input = {} } = sent
  const bindings = { input, answer }
  try {
    return bounded(() => {
      const { fields, made } =
        'operation' in undo ? byOperation(undo, bindings) : byRequest(undo.request, bindings)
      return {
        ...{ node, connection, connectionName, ...(endpoint !== undefined && { endpoint }) },
        ...made,
        summary: made.summary || `Undo: ${sent.summary}`,
        changes: Object.entries(fields).map(([name, after]) => ({ label: name, field: name, after })),
      }
    })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `The undo cannot be made from what came back: ${error.message}`)
  }
}

type Bindings = Record<string, unknown>

function byOperation(
  { operation, arguments: sources }: Extract<Undo, { operation: unknown }>,
  bindings: Bindings,
) {
  const fields = valuesOf(Object.entries(sources), bindings)
  return { fields, made: { ...askedOf(operation, fields), summary: '' } }
}

function byRequest(
  { method, path, summary, fields: drawn }: Extract<Undo, { request: unknown }>['request'],
  bindings: Bindings,
) {
  const fields = valuesOf(
    drawn.map(({ name, value }) => [name, value]),
    bindings,
  )
  return {
    fields,
    made: {
      method,
      path: renderPath(path, bindings),
      ...(drawn.length > 0 && { body: fields }),
      summary: renderTemplate(summary, bindings, { lenient: true }),
    },
  }
}

const valuesOf = (sources: [string, string][], bindings: Bindings): Record<string, unknown> =>
  Object.fromEntries(sources.map(([name, source]) => [name, evaluateExpression(source, bindings)]))

import { checkExpression, checkTemplate, type ExpressionScope } from '../../expression/check'
import { keptFor, keptWhile } from '../../kept'
import type { NodeExpression } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import type { Check, Compilation } from './check'

/** Every condition, value and text can be read, and works on what the contracts promise. */
export const expressionsCheck: Check = {
  code: 'expressions',
  title: 'Expressions make sense',
  run(team) {
    return team.document.nodes.flatMap((node) =>
      kindOf(node)
        .expressions(node)
        .flatMap((expression) => {
          const message = faultOf(expression, team)
          if (message === undefined) return []
          return [
            {
              code: 'expressions.fault',
              severity: 'error' as const,
              message: `"${node.name}": ${expression.source} — ${message}.`,
              place: { node: node.id, pointer: expression.pointer },
            },
          ]
        }),
    )
  },
}

/** Words of an expression that may be slots. */
const wordsIn = keptFor(({ source }: NodeExpression) => [...new Set(source.match(/[A-Za-z_]\w*/g))])
const NO_SLOT = Symbol('no slot')
const checked = keptWhile<NodeExpression, { message: string | undefined }>()

/** One without a fault has none as long as the slots that it names have the contracts they had. */
function faultOf(expression: NodeExpression, team: Compilation): string | undefined {
  const slots = wordsIn(expression).map((word) =>
    Object.hasOwn(team.scope, word) ? team.scope[word] : NO_SLOT,
  )
  let fresh: { message: string | undefined } | undefined
  const { message } = checked(expression, slots, () => (fresh = { message: findFault(expression, team) }))
  // What is wrong is told with the names that there are, which may be others by now.
  return message === undefined || fresh ? message : findFault(expression, team)
}

function findFault(
  { source, form, gives, locals = [] }: NodeExpression,
  team: Compilation,
): string | undefined {
  const scope: ExpressionScope =
    locals.length === 0
      ? team.scope
      : { ...team.scope, ...Object.fromEntries(locals.map((name) => [name, undefined])) }
  if (form === 'template') return checkTemplate(source, scope)?.message
  const result = checkExpression(source, scope, gives ?? 'any')
  return result.ok ? undefined : result.message
}

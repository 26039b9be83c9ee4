import { checkExpression, checkTemplate } from '../../expression/check'
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

function faultOf(
  { source, form, gives, locals = [] }: NodeExpression,
  team: Compilation,
): string | undefined {
  const scope = { ...team.scope, ...Object.fromEntries(locals.map((name) => [name, undefined])) }
  if (form === 'template') return checkTemplate(source, scope)?.message
  const result = checkExpression(source, scope, gives ?? 'any')
  return result.ok ? undefined : result.message
}

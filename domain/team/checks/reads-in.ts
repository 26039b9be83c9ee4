import { ExpressionError } from '../../expression/cel'
import { readsOf, templateReads, type Read } from '../../expression/references'
import { keptFor } from '../../kept'
import type { NodeExpression } from '../kinds/kind'

/** What an expression of a node reads of the state; nothing when it cannot be read, which the expressions' own check says. */
export const readsIn = keptFor(({ source, form }: NodeExpression): Read[] => {
  if (form === 'path')
    return [{ path: source.split('.'), position: 0, present: new Set(), optionalFrom: 0, whole: true }]
  try {
    return form === 'template' ? templateReads(source) : readsOf(source)
  } catch (error) {
    if (error instanceof ExpressionError) return []
    throw error
  }
})

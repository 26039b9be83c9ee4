import { ExpressionError } from '../../expression/cel'
import { readsOf, templateReads, type Read } from '../../expression/references'
import { keptFor } from '../../kept'
import type { NodeExpression } from '../kinds/kind'

/** What an expression of a node reads of the state; nothing when it cannot be read, which the expressions' own check says. */
export const readsIn = keptFor(({ source, form, gives, sent }: NodeExpression): Read[] => {
  if (form === 'path') {
    const path = source.split('.')
    return [{ path, keys: path, position: 0, present: new Set(), optionalFrom: 0, whole: true, solid: false }]
  }
  // Null is no yes or no, no list and no time, and no part of an address.
  const solid = gives !== undefined || sent === 'address'
  try {
    return form === 'template' ? templateReads(source, solid) : readsOf(source, solid)
  } catch (error) {
    if (error instanceof ExpressionError) return []
    throw error
  }
})

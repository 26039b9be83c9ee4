import { keptWhile } from '../../kept'
import { isWithin, leavesOf, type Leaf } from '../../policy/compile-view'
import type { NodeExpression } from '../kinds/kind'
import type { Compilation } from './check'
import { readsIn } from './reads-in'

const NO_SLOT = Symbol('no slot')
const known = keptWhile<NodeExpression, Leaf[]>()

/**
 * The classified parts of the contracts that an expression uses. What no contract knows counts as unclassified: a field
 * beyond those that one lists, or all of a slot without one.
 */
export function leavesRead({ scope }: Pick<Compilation, 'scope'>, expression: NodeExpression): Leaf[] {
  const reads = readsIn(expression).filter(({ whole }) => whole)
  const slots = reads.map(({ path: [slot = ''] }) => (Object.hasOwn(scope, slot) ? scope[slot] : NO_SLOT))
  return known(expression, slots, () =>
    reads.flatMap(({ path }) => {
      const [slot = ''] = path
      // No such slot: other checks say so.
      if (!Object.hasOwn(scope, slot)) return []
      const asked = path.join('.')
      const found = leavesOf(slot, scope[slot] ?? true).filter(
        (leaf) => isWithin(leaf.path, asked) || isWithin(asked, leaf.path),
      )
      return found.length > 0 ? found : [{ path: asked, classification: undefined, categories: [] }]
    }),
  )
}

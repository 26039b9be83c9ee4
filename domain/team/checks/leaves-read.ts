import { isWithin, leavesOf, type Leaf } from '../../policy/compile-view'
import type { NodeExpression } from '../kinds/kind'
import type { Compilation } from './check'
import { readsIn } from './reads-in'

/** The classified parts of the contracts that an expression uses; a path no contract knows counts as unclassified. */
export function leavesRead({ scope }: Pick<Compilation, 'scope'>, expression: NodeExpression): Leaf[] {
  return readsIn(expression)
    .filter(({ whole }) => whole)
    .flatMap(({ path }) => {
      const [slot = ''] = path
      const schema = scope[slot]
      // No contract, or no such slot: other checks say so.
      if (schema === undefined) return []
      const asked = path.join('.')
      return leavesOf(slot, schema).filter((leaf) => isWithin(leaf.path, asked) || isWithin(asked, leaf.path))
    })
}

import type { ExpressionScope } from '../expression/check'
import { clears } from '../policy/classification'
import type { Leaf } from '../policy/compile-view'
import type { Looker } from '../policy/sight'
import { leavesRead } from './checks/leaves-read'
import type { NodeExpression } from './kinds/kind'

/** What an expression would tell one who may not see it: hidden from them as it is, or shown to them masked only. */
export const hiddenWords = (
  scope: ExpressionScope,
  expression: Pick<NodeExpression, 'source' | 'form'>,
  { clearance, categories }: Pick<Looker, 'clearance' | 'categories'>,
): Leaf[] =>
  leavesRead({ scope }, { pointer: '', ...expression }).filter(
    (leaf) =>
      !clears(clearance, leaf.classification) ||
      leaf.categories.some((category) => !categories.includes(category)),
  )

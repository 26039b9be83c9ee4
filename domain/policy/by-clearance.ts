import { clears } from './classification'
import { because, type Sees } from './sight'

/**
 * What the default policies say of fields (cedar/default-policies.ts), without the engine: by clearance and categories
 * alone. That both say the same, sees.test.ts tries over all there is.
 */
export const seesByClearance: Sees = (looker, field) => {
  const { classification, categories } = field
  const why = because(looker, field)
  if (classification === undefined || !clears(looker.clearance, classification))
    return { visibility: 'absent', because: why }
  if (categories.every((category) => looker.categories.includes(category))) return { visibility: 'clear' }
  return { visibility: 'masked', because: why }
}

import type { Category, Classification } from './classification'
import type { Mask } from './mask'

export type Visibility = 'clear' | 'pseudonym' | 'masked' | 'absent'

/** How one field of one slot appears to a reader. `path` is the slot and field names; `*` stands for any array index. */
export interface ViewField {
  path: string
  visibility: Visibility
  classification?: Classification
  categories: Category[]
  /** Of what is masked: how; redacted when left out. */
  mask?: Mask
  /** In words, why it is not shown as it is. */
  because?: string
  /** The policies that decided; none where nothing permits it. */
  policies?: string[]
}

/** What somebody may see, compiled once for a version and a set of policies. What is not listed is absent. */
export interface ViewPlan {
  fields: ViewField[]
}

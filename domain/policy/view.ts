import type { Category, Classification } from './classification'

export type Visibility = 'clear' | 'masked' | 'absent'

/** How one field of one slot appears to a reader. `path` is the slot and field names; `*` stands for any array index. */
export interface ViewField {
  path: string
  visibility: Visibility
  classification?: Classification
  categories: Category[]
  /** In words, why it is masked or absent. */
  because?: string
}

/** What a reader may see, compiled once per version from contracts and clearances. What is not listed is absent. */
export interface ViewPlan {
  fields: ViewField[]
}

import type { Category } from '@/domain/policy/classification'

/** A category where it is chosen: the two that are abbreviations are spelled out. */
export const categoryLabel = (category: Category): string => LABELS[category] ?? category

const LABELS: Partial<Record<Category, string>> = { pii: 'personal (pii)', phi: 'health (phi)' }

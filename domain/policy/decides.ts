import { REVIEW_KINDS, type ReviewKind } from '../run/review'
import type { Permission } from './permission'

/** What it takes to give the answer that a review asks for: a budget is raised by whoever edits budgets. */
const ANSWERS = {
  approval: 'review.decide',
  escalation: 'review.decide',
  conflict: 'review.decide',
  budget: 'budget.edit',
} as const satisfies Record<ReviewKind, Permission>

/** The kinds of reviews that wait for somebody who may so much; none for who decides nothing. */
export const decides = (may: (permission: Permission) => boolean): ReviewKind[] =>
  REVIEW_KINDS.filter((kind) => may(ANSWERS[kind]))

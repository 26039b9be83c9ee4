import type { ReviewView } from '@/domain/run/review'

export const UNSEEN = 'Parts of this are not shown to you: somebody cleared for them approves or edits it.'

/** Whether approving would let something happen that a reader to whom parts are hidden has not seen. */
export const approvesUnseen = ({ effects, conflict, kind }: ReviewView): boolean =>
  effects.length > 0 || conflict !== undefined || kind === 'escalation'

import type { ReviewKind, Verdict } from '@/domain/run/review'
import type { Review } from './inbox-types'

/** `1 effect`, `3 effects`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** `12 steps wait for this answer`, with the runs they are of where there are several; undefined where one waits alone. */
export function waitingAlike(alike: Review['alike']): string | undefined {
  if (!alike || alike.steps < 2) return undefined
  const of = alike.runs > 1 ? ` of ${alike.runs} runs` : ''
  return `${alike.steps} steps${of} wait for this answer`
}

/** What somebody did, after their name: `approved`, `gave up on`. */
export function verdictWord(kind: ReviewKind, decision: Verdict['decision'], edited: boolean): string {
  switch (decision) {
    case 'approve':
      if (kind === 'conflict') return 'Settled'
      return kind === 'escalation'
        ? edited
          ? 'Answered by hand'
          : 'Confirmed'
        : edited
          ? 'Approved with edits'
          : 'Approved'
    case 'reject':
      return kind === 'approval' ? 'Rejected' : 'Ended'
    case 'send_back':
      return 'Sent back'
    case 'retry':
      return 'Tried again'
    case 'raise':
      return 'Budget raised'
  }
}

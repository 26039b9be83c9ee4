import type { ReviewKind, Verdict } from '@/domain/run/review'

/** `1 effect`, `3 effects`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

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
      return kind === 'approval' ? 'Rejected' : 'Given up'
    case 'send_back':
      return 'Sent back'
    case 'retry':
      return 'Tried again'
    case 'raise':
      return 'Budget raised'
  }
}

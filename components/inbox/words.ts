import type { ReviewKind, Verdict } from '@/domain/run/review'

/** `1 effect`, `3 effects`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** A value in one line, as people read it. */
export function plainValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 10 })
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(plainValue).join(', ')
  return JSON.stringify(value) ?? ''
}

/** What somebody did, after their name: `approved`, `gave up on`. */
export function verdictWord(kind: ReviewKind, decision: Verdict['decision'], edited: boolean): string {
  switch (decision) {
    case 'approve':
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

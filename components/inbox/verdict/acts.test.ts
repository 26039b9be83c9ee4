import { describe, expect, it } from 'vitest'
import type { Review } from '../inbox-types'
import { doneWords } from './acts'

const says = 'The team Sales is stopped.'
const review = (change: Partial<Review>): Review =>
  ({ kind: 'approval', rejectLeadsTo: null, stopped: null, ...change }) as Review
const stopped = { scope: 'team', says } as const

describe('what was decided', () => {
  it('is said as done while nothing is stopped', () => {
    expect(doneWords(review({}), 'approve', 'Approve, run 1 effect')).toBe('Approved, runs 1 effect')
    expect(doneWords(review({ kind: 'escalation' }), 'retry', 'Try again')).toBe('Trying again')
  })

  it.each([
    ['approval', 'approve', 'Approve, run 1 effect', 'Approved; runs 1 effect once the team is resumed'],
    ['approval', 'approve', 'Approve', 'Approved; the run goes on once the team is resumed'],
    [
      'approval',
      'send_back',
      'Send back',
      'Sent back; the instructions are followed once the team is resumed',
    ],
    ['conflict', 'approve', 'Choose', 'The run goes on once the team is resumed'],
    ['escalation', 'retry', 'Try again', 'Tried again once the team is resumed'],
    ['budget', 'raise', 'Raise to $2.00', 'Raised to $2.00; the run goes on once the team is resumed'],
    ['escalation', 'reject', 'End the run', 'The run is ended'],
  ] as const)(
    'of %s by %s says when it happens, while its team is stopped',
    (kind, decision, label, words) => {
      expect(doneWords(review({ kind, stopped }), decision, label)).toBe(words)
    },
  )
})

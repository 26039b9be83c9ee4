import { formatDollars } from '@/components/ui/money'
import { readDollars } from '@/components/ui/dollars'
import type { Verdict } from '@/domain/run/review'
import type { Review } from '../inbox-types'
import { counted } from '../words'

export type Decision = Verdict['decision']

export interface Acts {
  primary: { decision: Decision; label: string }
  /** Beside trying again: an effect whose outcome is unknown did happen. */
  confirm: boolean
  /** `ends`: the run is over with it. */
  reject: { label: string; then: string; ends: boolean }
  /** How often it can still be sent back; undefined where nothing can be. */
  sendBacks: number | undefined
  /** What `E` begins. */
  edit: string | undefined
}

/** What can be decided about a review, in the words of its buttons. */
export function actsFor(
  review: Review,
  state: { effects: number; edited: boolean; editable: boolean; cap: string; claim?: number | undefined },
): Acts {
  const { kind, view } = review
  const ends = { label: 'End the run', then: 'ends the run', ends: true }
  if (kind === 'budget') {
    const cap = readDollars(state.cap)
    const label = view.dearer
      ? `Let it use ${view.dearer.model}`
      : view.unusual
        ? 'Let it go on'
        : cap && !capProblem(review, state.cap)
          ? `Raise to ${formatDollars(cap)}`
          : 'Raise the cap'
    return {
      primary: { decision: 'raise', label },
      confirm: false,
      reject: ends,
      sendBacks: undefined,
      edit: undefined,
    }
  }
  if (kind === 'escalation') {
    return {
      primary: state.edited
        ? { decision: 'approve', label: 'Go on with this answer' }
        : { decision: 'retry', label: 'Try again' },
      confirm: review.node.kind === 'action' && view.failure?.code === 'outcome_unknown',
      reject: ends,
      sendBacks: undefined,
      edit: state.editable ? 'Answer by hand' : undefined,
    }
  }
  if (kind === 'conflict') {
    const chosen = view.conflict?.claims[state.claim ?? -1]
    return {
      primary: { decision: 'approve', label: chosen ? `Let ${chosen.name}'s claim hold` : 'Choose a claim' },
      confirm: false,
      reject: ends,
      sendBacks: undefined,
      edit: undefined,
    }
  }
  const does = view.run.mode === 'shadow' ? 'simulate' : 'run'
  const runs = state.effects > 0 ? `, ${does} ${counted(state.effects, 'effect')}` : ''
  return {
    primary: { decision: 'approve', label: `Approve${state.edited ? ' as edited' : ''}${runs}` },
    confirm: false,
    reject: {
      label: 'Reject',
      then: review.rejectLeadsTo ? `leads to ${review.rejectLeadsTo}` : 'ends the run',
      ends: !review.rejectLeadsTo,
    },
    sendBacks: view.sendBacksLeft > 0 || review.sentBack.length > 0 ? view.sendBacksLeft : undefined,
    edit: state.editable ? 'Edit' : undefined,
  }
}

/** For the toast, once it is done; where a switch is off, nothing of it happens before that is resumed. */
export function doneWords(review: Review, decision: Decision, label: string): string {
  const { stopped } = review
  if (!stopped) return did(review, decision, label)
  const once = `once the ${stopped.scope} is resumed`
  switch (decision) {
    case 'approve': {
      if (review.kind === 'escalation' || review.kind === 'conflict') return `The run goes on ${once}`
      const [approved = label, ...does] = did(review, decision, label).split(', ')
      return does.length > 0
        ? `${approved}; ${does.join(', ')} ${once}`
        : `${approved}; the run goes on ${once}`
    }
    case 'reject':
      return review.rejectLeadsTo ? `Rejected; the run goes on ${once}` : did(review, decision, label)
    case 'send_back':
      return `Sent back; the instructions are followed ${once}`
    case 'retry':
      return `Tried again ${once}`
    case 'raise':
      return `${did(review, decision, label)}; the run goes on ${once}`
  }
}

function did(review: Review, decision: Decision, label: string): string {
  switch (decision) {
    case 'approve':
      return review.kind === 'escalation' || review.kind === 'conflict'
        ? 'The run goes on'
        : label.replace('Approve', 'Approved').replace(/, (run|simulate) /, ', $1s ')
    case 'reject':
      return review.kind === 'approval' ? 'Rejected' : 'The run is ended'
    case 'send_back':
      return 'Sent back with your instructions'
    case 'retry':
      return 'Trying again'
    case 'raise':
      return label.startsWith('Let ') ? 'Leave is given' : label.replace('Raise to', 'Raised to')
  }
}

/** What is wrong with a new cap; undefined when the next call fits below it. */
export function capProblem(review: Review, text: string): string | undefined {
  const { budget } = review.view
  if (!budget) return undefined
  const cap = readDollars(text)
  if (cap === undefined) return 'an amount in dollars, as in 2.50'
  const needed = BigInt(budget.spentMicros) + BigInt(budget.reservedMicros) + BigInt(budget.neededMicros)
  return cap < needed ? `at least ${formatDollars(needed)} is needed for the next call` : undefined
}

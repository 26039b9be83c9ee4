import type { JsonValue } from '@/domain/record/canonical'
import { text, type Sentence } from './sentence'

/** What a person is asked for, by the kind of the review. */
export const ASKS: Record<string, string> = {
  approval: 'an approval',
  budget: 'more to spend',
  conflict: 'a choice among claims',
}

/** What came of a step that reviews or settles. */
export const sayGate = (data: Record<string, JsonValue>): Sentence =>
  data['kind'] === 'supervisor' ? saySupervision(data) : saySettled(data)

/** What an agent made of another one's decision. */
function saySupervision(data: Record<string, JsonValue>): Sentence {
  const worker = { mono: text(data['worker']) }
  switch (data['port']) {
    case 'approved':
      return { parts: [data['verdict'] === 'amend' ? 'Amended and approved' : 'Approved', worker] }
    case 'sent_back':
      return { mark: { tone: 'blocked', word: 'Sent back' }, parts: [worker] }
    case 'escalated':
      return { mark: { tone: 'waiting', word: 'Asked a person' }, parts: ['about', worker] }
    default:
      return { mark: { tone: 'blocked', word: 'Rejected' }, parts: [worker] }
  }
}

/** Which of several claims holds. */
const saySettled = (data: Record<string, JsonValue>): Sentence => ({
  parts: [
    'Settled',
    { mono: text(data['subject']) },
    ...(data['agreed'] === true ? [', all agree'] : [', by the claim of', { mono: text(data['holds']) }]),
  ],
})

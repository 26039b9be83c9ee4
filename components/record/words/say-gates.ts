import { agent, text, type Sayable, type Sentence } from './sentence'

/** What a person is asked for, by the kind of the review. */
export const ASKS: Record<string, string> = {
  approval: 'an approval',
  budget: 'more to spend',
  conflict: 'a choice among claims',
}

/** What came of a step that reviews or settles. */
export const sayGate = (entry: Sayable): Sentence =>
  entry.data['kind'] === 'supervisor' ? saySupervision(entry) : saySettled(entry)

/** What an agent made of another one's decision. */
function saySupervision(entry: Sayable): Sentence {
  const { data } = entry
  const worker = agent(entry, data['worker'])
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
const saySettled = (entry: Sayable): Sentence => ({
  parts: [
    'Settled',
    { mono: text(entry.data['subject']) },
    ...(entry.data['agreed'] === true
      ? [', all agree']
      : [', by the claim of', agent(entry, entry.data['holds'])]),
  ],
})

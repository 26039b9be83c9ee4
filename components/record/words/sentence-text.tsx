import { StatusChip } from '@/components/ui/status-chip'
import { isTail, type Sentence } from './sentence'

/** A sentence as it reads: the word that stands out with its icon and colour, names of things in mono. */
export function SentenceText({ sentence: { mark, parts } }: { sentence: Sentence }) {
  return (
    <>
      {mark && <StatusChip plain status={mark.tone} word={mark.word} className="font-text align-bottom" />}
      {parts.map((part, i) => (
        <span key={i}>
          {(i > 0 || mark) && !isTail(part) && ' '}
          {typeof part === 'string' ? part : <span className="font-mono text-12 text-fg-3">{part.mono}</span>}
        </span>
      ))}
    </>
  )
}

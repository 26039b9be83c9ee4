import { TriangleAlert } from 'lucide-react'

/** Beside a policy whose text is another than the one its sentence was written for. */
export function OldSentence() {
  return (
    <p role="note" className="flex items-start gap-1.25 text-12 text-waiting-fg">
      <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
      The text changed, and the sentence did not. Read whether it still says what the policy does.
    </p>
  )
}

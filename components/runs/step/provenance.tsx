import { MessageSquareWarning, ShieldCheck } from 'lucide-react'
import { sayLabel } from '@/domain/run/say-label'
import type { InputLabel } from '@/domain/run/step'

/** In a quiet line, whether what a step was given is to be trusted, and where it comes from. */
export function Provenance({ label, nameOf }: { label: InputLabel; nameOf: (id: string) => string }) {
  const says = sayLabel(label, nameOf)
  const Icon = says === undefined ? ShieldCheck : MessageSquareWarning
  return (
    <p className="flex items-start gap-1.5 pb-1 text-12 text-fg-2">
      <Icon className="mt-0.5 size-3.5 shrink-0 text-fg-3" aria-hidden />
      <span>
        <b className="font-label">{says === undefined ? 'Trusted' : 'Untrusted'}</b>
        {says === undefined ? ': nothing unchecked from outside is in it.' : `: ${says}.`}
      </span>
    </p>
  )
}

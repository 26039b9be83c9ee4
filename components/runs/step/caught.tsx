import { ShieldAlert } from 'lucide-react'
import { counted } from '@/components/ui/counted'
import type { Caught } from '@/domain/pii/net'

/** As domain/pii/net.ts names it, which the browser need not load for it. */
const UNREAD_TEXTS = 'UNREAD_TEXT'

/** What the net took out of what an agent was sent: types and counts, as the record has them. */
export function CaughtLine({ caught }: { caught: Caught | undefined }) {
  const types = Object.entries(caught ?? {})
  if (types.length === 0) return null
  const unread = types.find(([type]) => type === UNREAD_TEXTS)?.[1] ?? 0
  const found = types.filter(([type]) => type !== UNREAD_TEXTS)
  return (
    <p className="flex items-start gap-1.5 py-1 text-12 text-fg-2">
      <ShieldAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span>
        {found.length > 0 &&
          `Personal data that it may not have was taken out of texts: ${found.map(([type, count]) => `${type.toLowerCase().replaceAll('_', ' ')} (${count})`).join(', ')}. `}
        {unread > 0 &&
          `${counted(unread, 'text')} masked whole, because the analyzer of names gave no answer.`}
      </span>
    </p>
  )
}

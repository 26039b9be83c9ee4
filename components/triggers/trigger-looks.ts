import { CalendarClock, ClipboardList, Webhook, type LucideIcon } from 'lucide-react'
import type { TriggerKind } from '@/domain/trigger/trigger'

/** How each kind of trigger reads and looks. */
export const TRIGGER_LOOKS: Record<TriggerKind, { icon: LucideIcon; label: string; about: string }> = {
  webhook: { icon: Webhook, label: 'Webhook', about: 'Another program sends a signed message' },
  schedule: { icon: CalendarClock, label: 'Schedule', about: 'By the clock of a time zone' },
  form: { icon: ClipboardList, label: 'Form', about: 'People fill in a page that you share' },
}

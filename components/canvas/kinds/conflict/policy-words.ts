import type { SettlingPolicy } from '@/domain/team/kinds/conflict'

/** How a conflict may be settled, on the card and in the form. */
export const POLICY_WORDS: Record<SettlingPolicy, { short: string; label: string }> = {
  owner: { short: 'owner', label: 'The decision owner’s claim holds' },
  confidence: { short: 'surer one', label: 'The surer claim holds, by a margin' },
  supervisor: { short: 'adjudicator', label: 'An agent chooses among the claims' },
  person: { short: 'person', label: 'A person chooses among the claims' },
}

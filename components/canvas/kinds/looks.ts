import { Bot, Flag, Send, ShieldCheck, Split, UserRoundCheck, Zap, type LucideIcon } from 'lucide-react'
import type { NodeKind } from '@/domain/team/node'

export interface KindLook {
  icon: LucideIcon
  /** On the card: `Rules gate`. */
  label: string
  /** In the palette: `Rules`. */
  short: string
  /** What it is for, in a few words. */
  about: string
  group: 'Flow' | 'Gates' | 'Outside'
  /** The key that adds one. */
  key: string
}

/** How each kind looks and is called. Kinds differ by icon and words, never by hue. */
export const LOOKS: Record<NodeKind, KindLook> = {
  trigger: {
    icon: Zap,
    label: 'Trigger',
    short: 'Trigger',
    about: 'Where a run begins, and with what',
    group: 'Flow',
    key: 'T',
  },
  agent: {
    icon: Bot,
    label: 'Agent',
    short: 'Agent',
    about: 'Reads its view, answers within its contract',
    group: 'Flow',
    key: 'A',
  },
  router: {
    icon: Split,
    label: 'Route',
    short: 'Route',
    about: 'The first condition that holds decides the way',
    group: 'Flow',
    key: 'R',
  },
  end: { icon: Flag, label: 'End', short: 'End', about: 'Where a path ends', group: 'Flow', key: 'D' },
  rules: {
    icon: ShieldCheck,
    label: 'Rules gate',
    short: 'Rules',
    about: 'Passes, asks for a review, or rejects',
    group: 'Gates',
    // Not G: that begins the ways to other screens.
    key: 'C',
  },
  human: {
    icon: UserRoundCheck,
    label: 'Person',
    short: 'Person',
    about: 'A person approves, edits, rejects or sends back',
    group: 'Gates',
    key: 'H',
  },
  action: {
    icon: Send,
    label: 'Action',
    short: 'Action',
    about: 'Reads from or writes to the outside',
    group: 'Outside',
    key: 'E',
  },
}

export const KINDS = Object.keys(LOOKS) as NodeKind[]

import {
  Bot,
  Flag,
  Hourglass,
  UsersRound,
  Waypoints,
  ListTree,
  Merge,
  Network,
  Radio,
  Repeat,
  Scale,
  ScanEye,
  Send,
  ShieldCheck,
  Split,
  UserRoundCheck,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import type { NodeKind } from '@/domain/team/node'

export interface KindLook {
  icon: LucideIcon
  /** On the card: `Rules gate`. */
  label: string
  /** In the palette: `Rules`. */
  short: string
  /** What it is for, in a few words. */
  about: string
  group: 'Flow' | 'Split and join' | 'Gates' | 'Outside'
  /** What is said of a step of it that is done. */
  done: string
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
    done: 'Started',
    group: 'Flow',
    key: 'T',
  },
  agent: {
    icon: Bot,
    label: 'Agent',
    short: 'Agent',
    about: 'Reads its view, answers within its contract',
    done: 'Accepted',
    group: 'Flow',
    key: 'A',
  },
  orchestrator: {
    icon: Waypoints,
    label: 'Orchestrator',
    short: 'Orchestrator',
    about: 'Takes a goal apart into tasks for the agents it is connected to',
    group: 'Flow',
    done: 'Planned',
    key: 'O',
  },
  router: {
    icon: Split,
    label: 'Route',
    short: 'Route',
    about: 'The first condition that holds decides the way',
    done: 'Routed',
    group: 'Flow',
    key: 'R',
  },
  parallel: {
    icon: Network,
    label: 'Parallel',
    short: 'Parallel',
    about: 'Several ways at the same time',
    group: 'Split and join',
    done: 'Split',
    key: 'Y',
  },
  map: {
    icon: ListTree,
    label: 'For each',
    short: 'For each',
    about: 'One way, once for each item of a list',
    group: 'Split and join',
    done: 'Split',
    key: 'M',
  },
  join: {
    icon: Merge,
    label: 'Join',
    short: 'Join',
    about: 'Where ways that were split come together',
    group: 'Split and join',
    done: 'Joined',
    key: 'J',
  },
  loop: {
    icon: Repeat,
    label: 'Loop',
    short: 'Loop',
    about: 'Back for another round, until it is good enough',
    group: 'Flow',
    done: 'Decided',
    key: 'L',
  },
  timer: {
    icon: Hourglass,
    label: 'Timer',
    short: 'Timer',
    about: 'Waits for a while, or until a time',
    group: 'Flow',
    done: 'Waited',
    key: 'W',
  },
  team: {
    icon: UsersRound,
    label: 'Team',
    short: 'Team',
    about: 'Another team does a part, in a run of its own',
    group: 'Outside',
    done: 'Came back',
    key: 'U',
  },
  wait: {
    icon: Radio,
    label: 'Wait for event',
    short: 'Event',
    about: 'Waits until something happens outside',
    group: 'Flow',
    done: 'Came',
    key: 'I',
  },
  end: {
    icon: Flag,
    label: 'End',
    short: 'End',
    about: 'Where a path ends',
    group: 'Flow',
    done: 'Ended',
    key: 'D',
  },
  rules: {
    icon: ShieldCheck,
    label: 'Rules gate',
    short: 'Rules',
    about: 'Passes, asks for a review, or rejects',
    done: 'Passed',
    group: 'Gates',
    // Not G: that begins the ways to other screens.
    key: 'C',
  },
  supervisor: {
    icon: ScanEye,
    label: 'Supervisor',
    short: 'Supervisor',
    about: 'An agent reviews a decision before it takes effect',
    done: 'Reviewed',
    group: 'Gates',
    key: 'V',
  },
  conflict: {
    icon: Scale,
    label: 'Settle',
    short: 'Settle',
    about: 'One of several claims holds, the others stay on record',
    done: 'Settled',
    group: 'Gates',
    key: 'B',
  },
  human: {
    icon: UserRoundCheck,
    label: 'Person',
    short: 'Person',
    about: 'A person approves, edits, rejects or sends back',
    done: 'Decided',
    group: 'Gates',
    key: 'H',
  },
  action: {
    icon: Send,
    label: 'Action',
    short: 'Action',
    about: 'Reads from or writes to the outside',
    done: 'Carried out',
    group: 'Outside',
    key: 'E',
  },
}

export const KINDS = Object.keys(LOOKS) as NodeKind[]

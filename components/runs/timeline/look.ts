import { Rows3, UserRound, type LucideIcon } from 'lucide-react'
import { KINDS, LOOKS } from '@/components/canvas/kinds/looks'
import type { NodeKind } from '@/domain/team/node'
import type { Bar, Row } from './row'

/** The icon before a line of the waterfall; calls have none. */
export const ROW_ICONS: Record<Row['kind'], LucideIcon | null> = {
  ...(Object.fromEntries(KINDS.map((kind) => [kind, LOOKS[kind].icon])) as Record<NodeKind, LucideIcon>),
  review: UserRound,
  lanes: Rows3,
  call: null,
}

export const BAR_LOOKS: Record<Exclude<Bar['tone'], 'person' | 'pause'>, string> = {
  work: 'top-[9px] h-[11px] bg-fg-3',
  failed: 'top-[9px] h-[11px] bg-failed-mark',
  blocked: 'top-[9px] h-[11px] bg-blocked-mark',
  running: 'top-[9px] h-[11px] bg-running-mark',
  call: 'top-3 h-[5px] bg-line-control',
  'call-failed': 'top-3 h-[5px] bg-failed-mark',
}

/** What a bar's colour says, for those who do not see it. */
export const BAR_WORDS: Record<Bar['tone'], string> = {
  work: 'worked',
  failed: 'failed',
  blocked: 'stopped',
  running: 'running',
  call: 'model call',
  'call-failed': 'model call failed',
  person: 'waited for a person',
  pause: 'waited',
}

/** An open wait is in the waiting colour; one that is over is grey. */
export const WAIT_LOOKS = {
  open: 'border-waiting-mark bg-waiting-bg bg-[image:repeating-linear-gradient(135deg,var(--waiting-mark)_0_1.5px,transparent_1.5px_5px)]',
  over: 'border-line-control bg-[image:repeating-linear-gradient(135deg,var(--line-control)_0_1px,transparent_1px_5px)]',
} as const

export const COLUMNS =
  'grid grid-cols-[228px_minmax(0,1fr)_70px_76px] max-sm:grid-cols-[132px_minmax(0,1fr)_64px] items-center'

import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  UserRound,
  type LucideIcon,
} from 'lucide-react'
import { cx } from './cx'

export type Status = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'blocked' | 'cancelled' | 'idle'

interface StatusLook {
  icon: LucideIcon
  word: string
  ink: string
  chip: string
}

const idle = 'border-line-strong bg-sunken'

/** The icon, word and colours of each status; nothing else uses them. */
export const STATUS: Record<Status, StatusLook> = {
  queued: { icon: Hourglass, word: 'Queued', ink: 'text-fg-2', chip: idle },
  running: {
    icon: LoaderCircle,
    word: 'Running',
    ink: 'text-running-fg',
    chip: 'border-running-line bg-running-bg',
  },
  waiting: {
    icon: UserRound,
    word: 'Waiting',
    ink: 'text-waiting-fg',
    chip: 'border-waiting-line bg-waiting-bg',
  },
  done: { icon: CircleCheck, word: 'Done', ink: 'text-done-fg', chip: 'border-done-line bg-done-bg' },
  failed: { icon: CircleX, word: 'Failed', ink: 'text-failed-fg', chip: 'border-failed-line bg-failed-bg' },
  blocked: { icon: Ban, word: 'Blocked', ink: 'text-blocked-fg', chip: 'border-blocked-line bg-blocked-bg' },
  cancelled: { icon: CircleSlash, word: 'Cancelled', ink: 'text-fg-3', chip: idle },
  idle: { icon: CircleDashed, word: 'Not reached', ink: 'text-fg-3', chip: idle },
}

/** Icon, word, colour. Plain in tables (`plain`), a chip where it stands alone. `word` and `icon` say it more exactly. */
export function StatusChip({
  status,
  word,
  icon,
  plain = false,
  className,
}: {
  status: Status
  word?: string
  icon?: LucideIcon
  plain?: boolean
  className?: string
}) {
  const look = STATUS[status]
  const Icon = icon ?? look.icon
  return (
    <span
      data-status={status}
      className={cx(
        'inline-flex items-center gap-1.25 align-bottom font-label whitespace-nowrap',
        look.ink,
        !plain && cx('h-5 rounded-4 border pr-1.75 pl-1.25 text-12', look.chip),
        className,
      )}
    >
      <Icon
        className={cx('size-3.5 shrink-0', Icon === LoaderCircle && 'turning')}
        strokeWidth={2}
        aria-hidden
      />
      {word ?? look.word}
    </span>
  )
}

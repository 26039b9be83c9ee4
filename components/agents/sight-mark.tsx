import { Eye, EyeOff, Minus, Pencil, UserRoundX, type LucideIcon } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import type { Mask } from '@/domain/policy/mask'
import type { Sight } from '@/domain/team/who-sees'

const LOOKS: Record<Sight, { icon: LucideIcon; ink: string }> = {
  clear: { icon: Eye, ink: 'text-fg' },
  pseudonym: { icon: UserRoundX, ink: 'text-fg-2' },
  masked: { icon: EyeOff, ink: 'text-fg-2' },
  absent: { icon: Minus, ink: 'text-fg-3' },
  writes: { icon: Pencil, ink: 'text-fg font-label' },
}
export const SIGHTS = Object.keys(LOOKS) as Sight[]

/** How a field appears to somebody, in a word with its sign. */
export function SightMark({ sight, mask }: { sight: Sight; mask?: Mask | undefined }) {
  const { icon: Icon, ink } = LOOKS[sight]
  return (
    <span className={cx('inline-flex items-center gap-1.5 align-middle', ink)}>
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {sightWord(sight, mask)}
    </span>
  )
}

export const sightWord = (sight: Sight, mask?: Mask): string =>
  mask === 'last-four' ? 'last four' : mask === 'year' ? 'year only' : sight

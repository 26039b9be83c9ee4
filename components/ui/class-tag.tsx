import type { Classification } from '@/domain/policy/classification'
import { cx } from './cx'

const looks: Record<Classification, { level: number; short: string; look: string }> = {
  public: { level: 1, short: 'pub', look: 'border-public-line bg-public-bg text-public-fg' },
  internal: { level: 2, short: 'int', look: 'border-internal-line bg-internal-bg text-internal-fg' },
  confidential: {
    level: 3,
    short: 'conf',
    look: 'border-confidential-line bg-confidential-bg text-confidential-fg',
  },
  restricted: {
    level: 4,
    short: 'restr',
    look: 'border-restricted-line bg-restricted-bg text-restricted-fg',
  },
}
const heights = ['h-0.5', 'h-1', 'h-1.5', 'h-2'] as const

/**
 * How sensitive: four bars and the word, fuller means more. Absent means unclassified, hence hidden. `narrow` shortens
 * the word where columns are tight; it stands in the tooltip.
 */
export function ClassTag({
  value,
  narrow = false,
  className,
}: {
  value: Classification | undefined
  narrow?: boolean
  className?: string
}) {
  const known = value && looks[value]
  return (
    <span
      title={value ?? 'unclassified: hidden from everybody'}
      className={cx(
        'inline-flex h-4.5 shrink-0 items-center gap-1.25 rounded-4 border pr-1.5 pl-1.25 align-middle text-12 whitespace-nowrap',
        known ? known.look : 'border-dashed border-line-control text-fg-3',
        className,
      )}
    >
      <span className="inline-flex h-2 items-end gap-px" aria-hidden>
        {heights.map((height, bar) => (
          <span
            key={height}
            className={cx('w-0.5 bg-current', height, (!known || bar >= known.level) && 'opacity-30')}
          />
        ))}
      </span>
      {known ? (narrow ? known.short : value) : 'unclassified'}
    </span>
  )
}

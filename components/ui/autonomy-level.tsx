import { AUTONOMY_LEVELS } from '@/domain/team/agent'
import { cx } from './cx'

/** 0 shadow · 1 supervised · 2 guarded · 3 autonomous: as many of four squares filled as the figure says; `word` adds the name. */
export function AutonomyLevel({
  level,
  word = false,
  className,
}: {
  level: number
  word?: boolean
  className?: string
}) {
  const name = AUTONOMY_LEVELS[level] ?? 'unknown'
  return (
    <span
      role="img"
      aria-label={`Autonomy ${level}, ${name}`}
      title={`Autonomy ${level}, ${name}`}
      className={cx('inline-flex items-center gap-0.5 text-12 text-fg-2', className)}
    >
      {AUTONOMY_LEVELS.map((each, at) => (
        <span
          key={each}
          className={cx(
            'size-1.25 rounded-[1px]',
            at < level ? 'bg-fg-2' : 'shadow-[inset_0_0_0_1px_var(--line-control)]',
          )}
        />
      ))}
      <span className="ml-1">{word ? `${level} ${name}` : level}</span>
    </span>
  )
}

import type { Micros } from '@/domain/budget/money'
import { cx } from './cx'
import { Meter } from './meter'
import { formatDollars } from './money'
import { StatusChip } from './status-chip'

/** Solid spent, hatched reserved, rest free; full and blocked in the blocked colour. `text` adds `$1 of $2` beside it. */
export function BudgetBar({
  spent,
  reserved = 0n,
  cap,
  text = false,
  className,
}: {
  spent: Micros
  reserved?: Micros
  cap: Micros
  text?: boolean
  className?: string
}) {
  const full = cap <= spent + reserved
  const label = `${formatDollars(spent)} spent, ${formatDollars(reserved)} reserved, of ${formatDollars(cap)}`
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-3', className)} title={label}>
      <Meter
        className="min-w-8 flex-1"
        label={label}
        total={Math.max(Number(cap), 1)}
        parts={[
          { value: Number(spent), tone: full ? 'blocked' : 'spent' },
          { value: Number(reserved), tone: 'reserved' },
        ]}
      />
      {text &&
        (full ? (
          <StatusChip plain status="blocked" word={`${formatDollars(spent)} spent`} />
        ) : (
          <span className="whitespace-nowrap">
            {formatDollars(spent)} <span className="text-fg-3">of {formatDollars(cap)}</span>
          </span>
        ))}
    </span>
  )
}

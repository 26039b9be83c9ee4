import { formatMoney, type Micros } from '@/domain/budget/money'
import { cx } from './cx'

/**
 * `$61.40`: two decimals from a dollar on, four below; for headlines and budgets, where a fraction of a cent is noise.
 * A number is an estimate or a sum for a chart, in micro-dollars too.
 */
export function formatDollars(amount: Micros | number): string {
  const micros = typeof amount === 'number' ? BigInt(Math.round(amount)) : amount
  const size = micros < 0n ? -micros : micros
  return size > 0n && size < 1_000_000n
    ? formatMoney(micros)
    : formatMoney(roundToCents(micros)).replace(/(\.\d\d)\d+$/, '$1')
}

/** `$0.08`, `$2.00`: an amount that a person has set, without zeros that nobody typed. */
export const formatLimit = (amount: Micros): string => formatDollars(amount).replace(/(\.\d\d\d*?)0+$/, '$1')

const roundToCents = (micros: Micros): Micros =>
  ((micros + (micros < 0n ? -5_000n : 5_000n)) / 10_000n) * 10_000n

/**
 * `$0.0132` from micro-dollars: a bigint, or its decimal string as JSON carries it. Nothing known: a dash. `coarse`
 * leaves out fractions of a cent from a dollar on.
 */
export function Money({
  micros,
  coarse = false,
  className,
}: {
  micros: Micros | string | null | undefined
  coarse?: boolean
  className?: string
}) {
  if (micros === null || micros === undefined) return <span className={cx('text-fg-3', className)}>–</span>
  const amount = BigInt(micros)
  return (
    <span className={cx('whitespace-nowrap', className)}>
      {coarse ? formatDollars(amount) : formatMoney(amount)}
    </span>
  )
}

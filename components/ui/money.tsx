import { formatMoney, type Micros } from '@/domain/budget/money'
import { cx } from './cx'

/** `$0.0132` from micro-dollars: a bigint, or its decimal string as JSON carries it. Nothing known: a dash. */
export function Money({
  micros,
  className,
}: {
  micros: Micros | string | null | undefined
  className?: string
}) {
  if (micros === null || micros === undefined) return <span className={cx('text-fg-3', className)}>–</span>
  return <span className={cx('whitespace-nowrap', className)}>{formatMoney(BigInt(micros))}</span>
}

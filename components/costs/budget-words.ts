import { formatDollars } from '@/components/ui/money'
import type { BudgetLimit } from '@/domain/budget/limit'
import { PER_PERIOD, type BudgetPeriod } from '@/domain/budget/window'

/** `Drafting`, `Drafting in Inbound leads` */
export const ownerOf = ({
  subjectName,
  teamName,
}: {
  subjectName: string
  teamName: string | null
}): string => (teamName ? `${subjectName} in ${teamName}` : subjectName)

/** `$20.00 a day, hard`, with what is not as usual. */
export function limitInWords(
  { capMicros, hard, timeZone, warnPercent }: BudgetLimit,
  period: BudgetPeriod,
): string {
  return [
    `${formatDollars(BigInt(capMicros))} ${PER_PERIOD[period]}`,
    hard ? 'hard' : 'soft',
    ...(warnPercent === 80 ? [] : [`warns at ${warnPercent} %`]),
    ...(timeZone === null ? [] : [`by the time in ${placeOf(timeZone)}`]),
  ].join(', ')
}

/** `Buenos Aires` of `America/Argentina/Buenos_Aires` */
export const placeOf = (timeZone: string): string =>
  (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')

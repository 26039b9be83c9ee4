import { formatLimit } from '@/components/ui/money'
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
export function limitInWords(limit: BudgetLimit, period: BudgetPeriod): string {
  const { capMicros, hard } = limit
  return [
    `${formatLimit(BigInt(capMicros))} ${PER_PERIOD[period]}`,
    hard ? 'hard' : 'soft',
    ...unusualOf(limit),
  ].join(', ')
}

/** What of a limit is not as usual: `warns at 60 %`, `by the time in Berlin` */
export const unusualOf = ({ timeZone, warnPercent }: BudgetLimit): string[] => [
  ...(warnPercent === 80 ? [] : [`warns at ${warnPercent} %`]),
  ...(timeZone === null ? [] : [`by the time in ${placeOf(timeZone)}`]),
]

/** `Buenos Aires` of `America/Argentina/Buenos_Aires` */
export const placeOf = (timeZone: string): string =>
  (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')

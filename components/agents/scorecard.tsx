import { cx } from '@/components/ui/cx'
import { formatShare } from '@/components/ui/format-share'
import { formatDuration } from '@/components/ui/format-time'
import { formatMoney } from '@/domain/budget/money'
import type { ListedAgent } from './agent-types'

const count = (value: number): string => value.toLocaleString('en-GB')

/** What became of its work in the last 30 days; every share says of how many. */
export function Scorecard({ score, className }: { score: ListedAgent['score']; className?: string }) {
  const { decisions, tasks, reviewed, accepted, overridden, escalated, costMicros, medianMs } = score
  const figures = [
    {
      name: 'decisions',
      value: count(decisions),
      of: tasks === decisions ? '30 days' : `of ${count(tasks)} tasks`,
    },
    { name: 'accepted', value: formatShare(accepted, reviewed), of: `of ${count(reviewed)}` },
    { name: 'overridden', value: formatShare(overridden, reviewed), of: `of ${count(reviewed)}` },
    {
      name: 'escalated',
      value: tasks > 0 && escalated === 0 ? 'never' : formatShare(escalated, tasks),
      of: `of ${count(tasks)}`,
    },
    { name: 'each', value: decisions ? formatMoney(costMicros / BigInt(decisions)) : '–', of: 'all calls' },
    { name: 'median', value: medianMs === null ? '–' : formatDuration(medianMs), of: 'a step' },
  ]
  return (
    <dl className={cx('flex justify-between gap-x-2 gap-y-2 max-sm:flex-wrap', className)}>
      {figures.map(({ name, value, of }) => (
        <div key={name} className="grid max-sm:w-[30%]">
          <dt className="order-2 text-12 text-fg-2">{name}</dt>
          <dd className="order-1 font-label whitespace-nowrap">{value}</dd>
          <dd className="order-3 text-12 whitespace-nowrap text-fg-3">{of}</dd>
        </div>
      ))}
    </dl>
  )
}

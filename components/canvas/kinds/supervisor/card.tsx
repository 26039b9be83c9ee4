import { AutonomyLevel } from '@/components/ui/autonomy-level'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function SupervisorCard({ node, facts }: KindCardProps<'supervisor'>) {
  const { agent } = facts
  return (
    <CardFrame
      kind="supervisor"
      name={node.name}
      facts={facts}
      mark={agent && <AutonomyLevel level={agent.autonomy} />}
    >
      <span className="truncate">{agent?.name ?? 'No agent chosen'}</span>
      <span className="ml-auto shrink-0 text-fg-3">
        {node.maxRounds} {node.maxRounds === 1 ? 'round' : 'rounds'}
      </span>
    </CardFrame>
  )
}

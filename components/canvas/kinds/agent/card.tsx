import { AutonomyLevel } from '@/components/ui/autonomy-level'
import { BudgetBar } from '@/components/ui/budget-bar'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function AgentCard({ node, facts }: KindCardProps<'agent'>) {
  const { agent, budget } = facts
  return (
    <CardFrame
      kind="agent"
      name={node.name}
      facts={facts}
      mark={agent && <AutonomyLevel level={agent.autonomy} />}
    >
      {agent ? (
        <>
          <span className="truncate">{agent.owner}</span>
          <span className="text-fg-3 capitalize">{agent.tier}</span>
        </>
      ) : (
        <span className="text-fg-3">{node.agent ?? 'no agent chosen'}</span>
      )}
      {budget && (
        <BudgetBar
          className="mb-1.5 ml-auto w-8.5 shrink-0"
          spent={budget.spentMicros}
          reserved={budget.reservedMicros}
          cap={budget.capMicros}
        />
      )}
    </CardFrame>
  )
}

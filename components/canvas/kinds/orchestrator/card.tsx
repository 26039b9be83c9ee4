import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function OrchestratorCard({ node, facts }: KindCardProps<'orchestrator'>) {
  return (
    <CardFrame kind="orchestrator" name={node.name} facts={facts}>
      <span className="truncate">{facts.agent?.name ?? 'No agent chosen'}</span>
      <span className="ml-auto shrink-0 text-fg-3">{node.spokes.length} connected</span>
    </CardFrame>
  )
}

import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function TeamCard({ node, facts }: KindCardProps<'team'>) {
  return (
    <CardFrame kind="team" name={node.name} facts={facts}>
      {node.team ? (
        <span className="truncate">{facts.called ?? node.team}</span>
      ) : (
        <span className="text-fg-3">no team chosen</span>
      )}
    </CardFrame>
  )
}

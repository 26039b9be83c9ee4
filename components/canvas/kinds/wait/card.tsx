import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function WaitCard({ node, facts }: KindCardProps<'wait'>) {
  return (
    <CardFrame kind="wait" name={node.name} facts={facts}>
      <span className="truncate">{node.event || 'no event named'}</span>
      <span className="ml-auto truncate text-fg-3">by {node.key ?? 'the run’s id'}</span>
    </CardFrame>
  )
}

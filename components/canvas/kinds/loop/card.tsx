import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function LoopCard({ node, facts }: KindCardProps<'loop'>) {
  return (
    <CardFrame kind="loop" name={node.name} facts={facts}>
      <span className="truncate">until {node.until}</span>
      <span className="ml-auto shrink-0 text-fg-3">
        {node.maxRounds} {node.maxRounds === 1 ? 'round' : 'rounds'}
      </span>
    </CardFrame>
  )
}

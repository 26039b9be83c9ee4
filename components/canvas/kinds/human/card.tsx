import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function HumanCard({ node, facts }: KindCardProps<'human'>) {
  return (
    <CardFrame kind="human" name={node.name} facts={facts}>
      <span className="truncate">{node.fourEyes ? 'Four eyes' : 'Any reviewer'}</span>
      <span className="ml-auto whitespace-nowrap text-fg-3">due in {node.dueHours} h</span>
    </CardFrame>
  )
}

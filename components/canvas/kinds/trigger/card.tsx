import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function TriggerCard({ node, facts }: KindCardProps<'trigger'>) {
  return (
    <CardFrame kind="trigger" name={node.name} facts={facts}>
      <span className="truncate">{node.produces ? 'Console, API, its triggers' : 'no contract yet'}</span>
    </CardFrame>
  )
}

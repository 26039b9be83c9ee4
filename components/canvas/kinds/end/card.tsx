import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function EndCard({ node, facts }: KindCardProps<'end'>) {
  return (
    <CardFrame kind="end" name={node.name} facts={facts}>
      {node.outcome === 'done' ? 'the run is done' : 'the run is rejected'}
    </CardFrame>
  )
}

import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function MapCard({ node, facts }: KindCardProps<'map'>) {
  return (
    <CardFrame kind="map" name={node.name} facts={facts}>
      <span className="truncate">each of {node.over}</span>
      <span className="ml-auto shrink-0 text-fg-3">{node.atOnce} at once</span>
    </CardFrame>
  )
}

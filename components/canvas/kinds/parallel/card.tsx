import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function ParallelCard({ node, facts }: KindCardProps<'parallel'>) {
  return (
    <CardFrame kind="parallel" name={node.name} facts={facts}>
      <span className="shrink-0">{node.ways.length} at once</span>
      <span className="ml-auto truncate text-fg-3">
        {node.ways.map(({ label, port }) => label || port).join(', ')}
      </span>
    </CardFrame>
  )
}

import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function RouterCard({ node, facts }: KindCardProps<'router'>) {
  const names = node.routes.map(({ label, port }) => label || port)
  return (
    <CardFrame kind="router" name={node.name} facts={facts}>
      {node.routes.length + 1} ways
      <span className="ml-auto truncate text-fg-3">{[...names, 'otherwise'].join(', ')}</span>
    </CardFrame>
  )
}

import { counted } from '@/components/ui/counted'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function RouterCard({ node, facts }: KindCardProps<'router'>) {
  const names = node.routes.map(({ label, port }) => label || port)
  return (
    <CardFrame kind="router" name={node.name} facts={facts}>
      <span className="shrink-0">{counted(node.routes.length + 1, 'way')}</span>
      <span className="ml-auto truncate text-fg-3">{[...names, 'otherwise'].join(', ')}</span>
    </CardFrame>
  )
}

import { counted } from '@/components/ui/counted'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

export function RulesCard({ node, facts }: KindCardProps<'rules'>) {
  const ways = ['review', 'reject'].filter((way) => node.rules.some(({ then }) => then === way))
  return (
    <CardFrame kind="rules" name={node.name} facts={facts}>
      <span className="shrink-0">{counted(node.rules.length, 'rule')}</span>
      <span className="ml-auto truncate text-fg-3">
        {ways.length ? `${ways.join(', ')} or pass` : 'all pass'}
      </span>
    </CardFrame>
  )
}

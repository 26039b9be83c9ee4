import { ArrowUpRight } from 'lucide-react'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'
import { isWrite } from '@/domain/team/kinds/action'

export function ActionCard({ node, facts }: KindCardProps<'action'>) {
  return (
    <CardFrame
      kind="action"
      name={node.name}
      facts={facts}
      mark={
        isWrite(node) ? (
          <span className="inline-flex items-center gap-1">
            <ArrowUpRight className="size-3.5" aria-hidden />
            effect
          </span>
        ) : (
          'read'
        )
      }
    >
      <span className="truncate">{facts.connection?.name ?? node.connection ?? 'no connection'}</span>
      {facts.connection && <span className="ml-auto truncate text-fg-3">{facts.connection.owner}</span>}
    </CardFrame>
  )
}

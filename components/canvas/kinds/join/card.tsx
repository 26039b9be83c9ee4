import { joinKind } from '@/domain/team/kinds/join'
import { CardFrame } from '../../flow/card-frame'
import { sayDuration } from '../../model/duration'
import type { KindCardProps } from '../card-props'

/** A join names nobody. */
const NO_NAMES = { agent: () => undefined, connection: () => undefined }

export function JoinCard({ node, facts }: KindCardProps<'join'>) {
  return (
    <CardFrame kind="join" name={node.name} facts={facts}>
      <span className="truncate">{joinKind.summary(node, NO_NAMES)}</span>
      {node.timeoutSeconds !== undefined && (
        <span className="ml-auto shrink-0 text-fg-3">up to {sayDuration(node.timeoutSeconds)}</span>
      )}
    </CardFrame>
  )
}

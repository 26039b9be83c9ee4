import { timerKind } from '@/domain/team/kinds/timer'
import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'

/** A timer names nobody. */
const NO_NAMES = { agent: () => undefined, connection: () => undefined }

export function TimerCard({ node, facts }: KindCardProps<'timer'>) {
  return (
    <CardFrame kind="timer" name={node.name} facts={facts}>
      <span className="truncate">{timerKind.summary(node, NO_NAMES)}</span>
    </CardFrame>
  )
}

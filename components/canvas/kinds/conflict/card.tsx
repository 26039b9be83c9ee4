import { CardFrame } from '../../flow/card-frame'
import type { KindCardProps } from '../card-props'
import { POLICY_WORDS } from './policy-words'

export function ConflictCard({ node, facts }: KindCardProps<'conflict'>) {
  return (
    <CardFrame kind="conflict" name={node.name} facts={facts}>
      <span className="truncate font-mono text-12">{node.subject || 'no subject'}</span>
      <span className="ml-auto shrink-0 text-fg-3">{POLICY_WORDS[node.policy].short}</span>
    </CardFrame>
  )
}

import type { Contract } from '@/domain/contract/contract'
import type { NodeKind, NodeOf } from '@/domain/team/node'

/** What every kind's form is given. `change` makes one undoable edit, in which the team may take over a contract too. */
export interface KindFormProps<K extends NodeKind> {
  node: NodeOf<K>
  change: (patch: Partial<NodeOf<K>>, contract?: Contract) => void
}

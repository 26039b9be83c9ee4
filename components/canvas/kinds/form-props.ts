import type { NodeKind, NodeOf } from '@/domain/team/node'

/** What every kind's form is given. `change` makes one undoable edit. */
export interface KindFormProps<K extends NodeKind> {
  node: NodeOf<K>
  change: (patch: Partial<NodeOf<K>>) => void
}

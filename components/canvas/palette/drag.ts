import type { NodeKind } from '@/domain/team/node'
import { KINDS } from '../kinds/looks'

/** What may be put on the canvas: a node of a kind, an agent of the workspace, or a note. */
export type Addition = { kind: NodeKind; agent?: { slug: string; name: string } } | { kind: 'note' }

const TYPE = 'application/x-baton-node'

export function writeDrag(transfer: DataTransfer, what: Addition): void {
  transfer.effectAllowed = 'copy'
  transfer.setData(TYPE, JSON.stringify(what))
}

export function readDrag(transfer: DataTransfer): Addition | undefined {
  try {
    const what = JSON.parse(transfer.getData(TYPE)) as Addition
    return what.kind === 'note' || KINDS.includes(what.kind) ? what : undefined
  } catch {
    return undefined
  }
}

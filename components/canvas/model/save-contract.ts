import { refOf, type Contract } from '@/domain/contract/contract'
import { pointerParts } from '@/domain/pointer'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { contractsNamedBy } from '@/domain/team/kinds/registry'
import { setAt } from '@/domain/team/set-at'

/**
 * One edit that saves a contract: a new one is added, a draft is replaced, and a new version of a published one takes
 * its place with every node that named it.
 */
export function saveContract(document: TeamDocument, before: Contract | undefined, saved: Contract): Command {
  if (!before || refOf(before) === refOf(saved)) return { type: 'contract.put', contract: saved }
  const ref = refOf(before)
  return {
    type: 'batch',
    label: `${saved.name} ${saved.version}`,
    commands: [
      { type: 'contract.put', contract: saved },
      ...document.nodes.flatMap((node): Command[] => {
        const naming = contractsNamedBy(node).filter(({ contract }) => contract === ref)
        const after = naming.reduce((changed, { pointer }) => setAt(changed, pointer, refOf(saved)), node)
        const fields = new Set(naming.map(({ pointer }) => pointerParts(pointer)[0] ?? ''))
        const patch = Object.fromEntries(Object.entries(after).filter(([field]) => fields.has(field)))
        return naming.length ? [{ type: 'node.update', id: node.id, patch }] : []
      }),
      { type: 'contract.remove', ref },
    ],
  }
}

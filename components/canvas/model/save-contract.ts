import { refOf, type Contract } from '@/domain/contract/contract'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'

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
        const patch = {
          ...('produces' in node && node.produces === ref ? { produces: refOf(saved) } : {}),
          ...('accepts' in node && node.accepts === ref ? { accepts: refOf(saved) } : {}),
        }
        return Object.keys(patch).length ? [{ type: 'node.update', id: node.id, patch }] : []
      }),
      { type: 'contract.remove', ref },
    ],
  }
}

import { didYouMean } from '../../expression/nearest'
import { kindOf } from '../kinds/registry'
import { isStaffed } from '../staff'
import type { Check, Found } from './check'

/** Every agent node is staffed, and says what it hands on. */
export const agentsCheck: Check = {
  code: 'agents',
  title: 'Every job has an agent',
  run({ document, agents }) {
    const problems: Found[] = []
    for (const node of document.nodes) {
      if (!isStaffed(node) || (kindOf(node).unstaffed?.(node) ?? false)) continue
      if (node.agent === undefined)
        problems.push({
          code: 'agents.none',
          severity: 'error',
          message: `Nobody does the job of "${node.name}". Choose an agent.`,
          place: { node: node.id, pointer: '/agent' },
        })
      else if (!agents.has(node.agent))
        problems.push({
          code: 'agents.unknown',
          severity: 'error',
          message: `This workspace has no agent "${node.agent}"${didYouMean(node.agent, agents.keys())}.`,
          place: { node: node.id, pointer: '/agent' },
        })
      if (node.kind === 'agent' && node.produces === undefined)
        problems.push({
          code: 'agents.contract',
          severity: 'error',
          message: `"${node.name}" does not say what it hands on. Choose a contract.`,
          place: { node: node.id, pointer: '/produces' },
        })
    }
    return problems
  },
}

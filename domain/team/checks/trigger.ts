import { kindOf } from '../kinds/registry'
import type { Check } from './check'
import { removeNode } from './fixes'
import { addTrigger } from './fixes-ways'

/** A run begins at exactly one place. */
export const triggerCheck: Check = {
  code: 'trigger',
  title: 'One beginning',
  run({ document, graph }) {
    const [first, ...others] = document.nodes.filter((node) => !kindOf(node).takesIn)
    if (!first)
      return [
        {
          code: 'trigger.missing',
          severity: 'error',
          message: 'Nothing says where a run begins. Add a trigger.',
          place: {},
          fixes: [addTrigger(document, graph)],
        },
      ]
    return others.map((node) => ({
      code: 'trigger.many',
      severity: 'error',
      message: `A run begins at one place, and "${node.name}" is a second beginning beside "${first.name}".`,
      place: { node: node.id },
      fixes: [removeNode(node)],
    }))
  },
}

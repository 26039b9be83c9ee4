import { kindOf } from '../kinds/registry'
import { triggerKind } from '../kinds/trigger'
import type { Check } from './check'
import { freeId, removeNode } from './fixes'

/** A run begins at exactly one place. */
export const triggerCheck: Check = {
  code: 'trigger',
  title: 'One beginning',
  run({ document }) {
    const [first, ...others] = document.nodes.filter((node) => !kindOf(node).takesIn)
    if (!first)
      return [
        {
          code: 'trigger.missing',
          severity: 'error',
          message: 'Nothing says where a run begins. Add a trigger.',
          place: {},
          fixes: [
            {
              label: 'Add a trigger',
              command: {
                type: 'node.add',
                node: triggerKind.defaults(
                  freeId(
                    'start',
                    document.nodes.map(({ id }) => id),
                  ),
                  'Start',
                ),
              },
            },
          ],
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

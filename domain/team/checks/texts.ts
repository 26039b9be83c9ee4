import { kindOf } from '../kinds/registry'
import type { Check } from './check'

/** Every text that a kind cannot do without is written: a person who is asked nothing cannot decide. */
export const textsCheck: Check = {
  code: 'texts',
  title: 'No text is missing',
  run({ document }) {
    return document.nodes.flatMap((node) => {
      const kind = kindOf(node)
      return kind.expressions(node).flatMap(({ source, lacking, pointer }) =>
        lacking === undefined || source.trim() !== ''
          ? []
          : [
              {
                code: 'texts.empty',
                severity: 'error' as const,
                message: `${kind.title} "${node.name}" ${lacking}.`,
                place: { node: node.id, pointer },
              },
            ],
      )
    })
  },
}

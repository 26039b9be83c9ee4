import type { Check } from './check'
import { connectUnreachable } from './fixes-connect'
import { removeUnreachable } from './fixes-ways'

/** A run can come to every node that is drawn. */
export const reachableCheck: Check = {
  code: 'reachable',
  title: 'Everything can be reached',
  needsEntry: true,
  run(team) {
    const { document, graph } = team
    if (graph.entry === undefined) return []
    return document.nodes
      .filter(({ id }) => !graph.reachable.has(id))
      .map((node) => ({
        code: 'reachable.never',
        severity: 'error',
        message: `No path leads to "${node.name}", so it would never run. Let another step hand over to it, or remove it.`,
        place: { node: node.id },
        fixes: [...connectUnreachable(team, node), ...removeUnreachable(team, node)],
      }))
  },
}

import { refOf } from '../contract/contract'
import type { TeamProblem } from './checks/check'
import type { TeamDocument } from './document'

/** Where a problem of the drawing stands in its document, as a JSON Pointer; '' for one of the team as a whole. */
export function placePointer(
  document: TeamDocument,
  { node, edge, contract, pointer }: TeamProblem['place'],
): string {
  const within = (list: string, index: number, rest = ''): string =>
    index < 0 ? '' : `/${list}/${index}${rest}`
  if (node !== undefined)
    return within(
      'nodes',
      document.nodes.findIndex(({ id }) => id === node),
      pointer,
    )
  // The pointer of a misfit leads into the value that crosses, not into the document.
  if (edge !== undefined)
    return within(
      'edges',
      document.edges.findIndex(({ id }) => id === edge),
    )
  return within(
    'contracts',
    document.contracts.findIndex((one) => refOf(one) === contract),
    pointer,
  )
}

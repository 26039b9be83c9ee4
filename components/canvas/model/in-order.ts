import type { TeamDocument } from '@/domain/team/document'
import { layerNodes } from '../geometry/layer-nodes'

/** The nodes as the flow comes to them. */
export function inOrder({ nodes, edges }: Pick<TeamDocument, 'nodes' | 'edges'>): TeamDocument['nodes'] {
  const cells = new Map(
    layerNodes(
      nodes.map(({ id }) => id),
      edges.map(({ from, to }) => ({ from: from.node, to: to.node })),
    ).map((cell) => [cell.id, cell]),
  )
  return nodes.toSorted((a, b) => {
    const [one, two] = [cells.get(a.id), cells.get(b.id)]
    return (one?.column ?? 0) - (two?.column ?? 0) || (one?.row ?? 0) - (two?.row ?? 0)
  })
}

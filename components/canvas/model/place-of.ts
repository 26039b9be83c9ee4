import { inColumn } from '@/domain/team/card-places'
import type { TeamDocument } from '@/domain/team/document'
import type { Point } from '../geometry/shapes'

/** Where a node's card stands; those that nobody placed, or that are not there yet, stand in a column. */
export function placeOf({ nodes, layout }: TeamDocument, id: string): Point {
  const known = layout.positions[id]
  if (known) return known
  const index = nodes.findIndex((node) => node.id === id)
  return inColumn(index < 0 ? nodes.length : index)
}

/** A document with its cards where another one has them. */
export const standingAs = (other: TeamDocument, document: TeamDocument): TeamDocument => ({
  ...document,
  layout: {
    ...document.layout,
    positions: {
      ...document.layout.positions,
      ...Object.fromEntries(
        document.nodes.flatMap(({ id }) => {
          const at = other.layout.positions[id]
          return at ? [[id, at]] : []
        }),
      ),
    },
  },
})

import type { TeamDocument } from '@/domain/team/document'
import type { Point } from '../geometry/shapes'

/** Where a node's card stands; those that nobody placed, or that are not there yet, stand in a column. */
export function placeOf({ nodes, layout }: TeamDocument, id: string): Point {
  const known = layout.positions[id]
  if (known) return known
  const index = nodes.findIndex((node) => node.id === id)
  return inColumn(index < 0 ? nodes.length : index)
}

/** Where every card stands. */
export const placesOf = ({ nodes, layout }: Pick<TeamDocument, 'nodes' | 'layout'>): Map<string, Point> =>
  new Map(nodes.map(({ id }, index) => [id, layout.positions[id] ?? inColumn(index)]))

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

const inColumn = (index: number): Point => ({ x: 96, y: 24 + index * 140 })

import type { TeamDocument } from '@/domain/team/document'
import type { Point } from '../geometry/shapes'

/** Where a node's card stands; those that nobody placed, or that are not there yet, stand in a column. */
export function placeOf({ nodes, layout }: TeamDocument, id: string): Point {
  const index = nodes.findIndex((node) => node.id === id)
  return layout.positions[id] ?? { x: 96, y: 24 + (index < 0 ? nodes.length : index) * 140 }
}

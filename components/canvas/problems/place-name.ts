import { showRef } from '@/domain/contract/contract'
import type { TeamProblem } from '@/domain/team/checks/check'
import type { TeamDocument } from '@/domain/team/document'
import { nodeName } from '../model/node-name'

/** Where a problem is, as people call it: `Qualifier → Quote Writer`. */
export function placeName(document: TeamDocument, place: TeamProblem['place']): string {
  const name = (id: string): string => nodeName(document, id)
  if (place.node !== undefined) return name(place.node)
  const edge = document.edges.find(({ id }) => id === place.edge)
  if (edge) return `${name(edge.from.node)} → ${name(edge.to.node)}`
  return place.contract === undefined ? 'This team' : showRef(place.contract)
}

import { emptyDocument, type TeamDocument } from '@/domain/team/document'
import { KINDS } from '@/domain/team/kinds/registry'

/** A draft with a node of every kind, each as it is just placed, so that each has something to find fault with. */
export function everyKind(name: string): TeamDocument {
  const nodes = Object.entries(KINDS).map(([id, kind]) => kind.defaults(`${id}_1`, kind.title))
  const positions = Object.fromEntries(
    nodes.map(({ id }, at) => [id, { x: (at % 5) * 260, y: Math.floor(at / 5) * 160 }]),
  )
  return { ...emptyDocument(name), nodes, layout: { positions, notes: [] } }
}

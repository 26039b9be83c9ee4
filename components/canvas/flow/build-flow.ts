import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { CARD, type Point, type Rect } from '../geometry/shapes'
import { placePorts } from '../geometry/place-ports'
import { routeEdges } from '../geometry/route-edges'
import { cardFacts } from '../model/card-facts'
import { handoffFacts, pillLength } from '../model/handoff-facts'
import { placeOf } from '../model/place-of'
import { NEW_SPOKE } from '../model/spoke'
import type { Studio } from '../studio/studio-context'
import { POSITION } from './card-node'
import { NOTE_PREFIX, type FlowNode, type HandoffEdge } from './flow-types'

export interface FlowState {
  /** Where cards stand while they are dragged, ahead of the document. */
  dragged: ReadonlyMap<string, Point>
  /** While a handoff is being drawn: by node, why it may not lead there. */
  refused: ReadonlyMap<string, string | null> | undefined
  onNote: (id: string, text: string) => void
  onEdge: (id: string, add: boolean) => void
}

/** The studio's document as nodes and edges of the canvas library. */
export function buildFlow(studio: Studio, state: FlowState): { nodes: FlowNode[]; edges: HandoffEdge[] } {
  const { document, proof, proofOf, overlay, selection, canEdit } = studio
  const cards = new Map(
    document.nodes.map(({ id }): [string, Rect] => [
      id,
      { ...(state.dragged.get(id) ?? placeOf(document, id)), ...CARD },
    ]),
  )
  const facts = new Map(
    document.edges.map((edge) => [
      edge.id,
      handoffFacts(document, proof, edge, overlay?.taken, proofOf !== document),
    ]),
  )
  const routes = routeEdges(
    cards,
    document.edges.map(({ id, from, to }) => {
      const known = facts.get(id)
      return { id, from: from.node, to: to.node, labelLength: known ? pillLength(known) : 0 }
    }),
  )
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]))
  const nodes: FlowNode[] = document.nodes.map((node) => {
    const card = cards.get(node.id) ?? { x: 0, y: 0, ...CARD }
    const ports = placePorts(card, drawnPorts(node, canEdit), (port) => {
      const edge = document.edges.find(({ from }) => from.node === node.id && from.port === port)
      return edge && routes.get(edge.id)
    })
    return {
      id: node.id,
      type: 'card',
      position: { x: card.x, y: card.y },
      measured: CARD,
      ...CARD,
      handles: [
        { type: 'target', position: POSITION.top, x: 0, y: 0, ...CARD },
        ...ports.map((port) => ({
          id: port.id,
          type: 'source' as const,
          position: POSITION[port.side],
          x: port.x - 3.5,
          y: port.y - 3.5,
          width: 7,
          height: 7,
        })),
      ],
      selected: selection.nodes.includes(node.id),
      draggable: canEdit,
      connectable: canEdit,
      className: 'rounded-6',
      ariaLabel: `${kindOf(node).title} ${node.name}`,
      data: { node, ports, facts: cardFacts(node, studio), refused: state.refused?.get(node.id) },
    }
  })
  const notes = document.layout.notes.map((note): FlowNode => {
    const id = NOTE_PREFIX + note.id
    return {
      id,
      type: 'note',
      position: state.dragged.get(id) ?? { x: note.x, y: note.y },
      width: note.width,
      selected: selection.notes.includes(note.id),
      draggable: canEdit,
      connectable: false,
      zIndex: -1,
      ariaLabel: `Note: ${note.text.slice(0, 80)}`,
      data: { note, onText: canEdit ? (text) => state.onNote(note.id, text) : undefined },
    }
  })
  const edges = document.edges.flatMap((edge): HandoffEdge[] => {
    const [route, known] = [routes.get(edge.id), facts.get(edge.id)]
    if (!route || !known) return []
    return [
      {
        id: edge.id,
        type: 'handoff',
        source: edge.from.node,
        sourceHandle: edge.from.port,
        target: edge.to.node,
        selected: selection.edges.includes(edge.id),
        focusable: false,
        data: {
          route,
          facts: known,
          name: `${names.get(edge.from.node) ?? ''} to ${names.get(edge.to.node) ?? ''}`,
          onSelect: (add) => state.onEdge(edge.id, add),
        },
      },
    ]
  })
  return { nodes: [...notes, ...nodes], edges }
}

/** Its ways out, and on an orchestrator one to connect one more agent by. */
const drawnPorts = (node: TeamNode, canEdit: boolean): { id: string; label: string }[] => [
  ...kindOf(node).ports(node),
  ...(canEdit && node.kind === 'orchestrator' ? [NEW_SPOKE] : []),
]

import { kindOf } from '@/domain/team/kinds/registry'
import type { Edge, Group, Note } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import { placePorts } from '../geometry/place-ports'
import type { Route } from '../geometry/route-edges'
import { CARD, type Point, type Rect } from '../geometry/shapes'
import type { Mark } from '../model/mark'
import type { CardFacts } from '../kinds/card-props'
import { drawableWays } from '../model/spoke'
import { POSITION } from './card-node'
import {
  GROUP_PREFIX,
  NOTE_PREFIX,
  type CardNode,
  type GroupNode,
  type HandoffEdge,
  type HandoffFacts,
  type NoteNode,
} from './flow-types'
import { keeping } from './keeping'

interface CardParts {
  card: Rect
  /** Its ways that lead somewhere, by their port. */
  routes: readonly (readonly [port: string, route: Route])[]
  facts: CardFacts
  refused: string | null | undefined
  mark: Mark | 'same' | undefined
  selected: boolean
  canEdit: boolean
  canMove: boolean
}

/** A node as the canvas library has it; the same object until something about it changes. */
export const cardNode = keeping(
  (
    node: TeamNode,
    { card, routes, facts, refused, mark, selected, canEdit, canMove }: CardParts,
  ): CardNode => {
    const ways = new Map(routes)
    const ports = placePorts(card, canEdit ? drawableWays(node) : kindOf(node).ports(node), (port) =>
      ways.get(port),
    )
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
      selected,
      draggable: canMove,
      connectable: canEdit,
      className: 'rounded-6',
      ariaLabel: `${kindOf(node).title} ${node.name}`,
      data: { node, ports, facts, refused, mark },
    }
  },
)

interface NoteParts {
  at: Point
  selected: boolean
  onText: ((note: Note, text: string) => void) | undefined
  mark: Mark | undefined
}

export const noteNode = keeping((note: Note, { at, selected, onText, mark }: NoteParts): NoteNode => ({
  id: NOTE_PREFIX + note.id,
  type: 'note',
  position: { x: at.x, y: at.y },
  width: note.width,
  selected,
  draggable: onText !== undefined,
  connectable: false,
  zIndex: -1,
  ariaLabel: `Note: ${note.text.slice(0, 80)}`,
  data: { note, onText, mark },
}))

interface GroupParts {
  frame: Rect
  selected: boolean
  canEdit: boolean
  onPress: (id: string, add: boolean) => void
}

/** Below all else; only its name takes the pointer, so that within it the canvas is the canvas. */
export const groupNode = keeping(
  (group: Group, { frame, selected, canEdit, onPress }: GroupParts): GroupNode => ({
    id: GROUP_PREFIX + group.id,
    type: 'frame',
    position: { x: frame.x, y: frame.y },
    measured: { width: frame.width, height: frame.height },
    width: frame.width,
    height: frame.height,
    // Not `selected`, which would lift it over its own cards. What is drawn round it all is not caught by a frame that is drawn round some of it.
    selectable: false,
    focusable: false,
    draggable: canEdit,
    connectable: false,
    zIndex: -2,
    style: { pointerEvents: 'none' },
    dragHandle: '.group-name',
    data: { group, selected, onPress },
  }),
)

interface EdgeParts {
  route: Route
  facts: HandoffFacts
  name: string
  selected: boolean
  onSelect: (id: string, add: boolean) => void
}

export const handoffEdge = keeping((edge: Edge, { selected, ...data }: EdgeParts): HandoffEdge => ({
  id: edge.id,
  type: 'handoff',
  source: edge.from.node,
  sourceHandle: edge.from.port,
  target: edge.to.node,
  selected,
  focusable: false,
  data,
}))

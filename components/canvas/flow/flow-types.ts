import type { Edge, Node } from '@xyflow/react'
import type { Note } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import type { PortPlace } from '../geometry/place-ports'
import type { Route } from '../geometry/route-edges'
import type { CardFacts } from '../kinds/card-props'

export type CardNode = Node<
  {
    node: TeamNode
    facts: CardFacts
    ports: PortPlace[]
    /** While a handoff is being drawn: why it may not lead here, or null where it may. */
    refused: string | null | undefined
  },
  'card'
>
export type NoteNode = Node<{ note: Note; onText: ((text: string) => void) | undefined }, 'note'>
export type FlowNode = CardNode | NoteNode

export interface HandoffFacts {
  /** Name of the way out where there are several. */
  branch: string | undefined
  /** `lead.brief 2`, or undefined when nothing is known of it. */
  contract: { name: string; version: string } | undefined
  /** `awaited`: just drawn, and not proved yet. */
  fit: 'fits' | 'misfit' | 'unproved' | 'unknown' | 'awaited'
  /** Of a run laid over the canvas: whether it went this way. */
  taken: boolean | undefined
}

export type HandoffEdge = Edge<
  { route: Route; facts: HandoffFacts; name: string; onSelect: (add: boolean) => void },
  'handoff'
>

export const NOTE_PREFIX = 'note:'

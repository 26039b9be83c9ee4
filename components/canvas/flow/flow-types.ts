import type { Edge, Node } from '@xyflow/react'
import type { Group, Note } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import type { PortPlace } from '../geometry/place-ports'
import type { Route } from '../geometry/route-edges'
import type { Mark } from '../model/mark'
import type { CardFacts } from '../kinds/card-props'

export type CardNode = Node<
  {
    node: TeamNode
    facts: CardFacts
    ports: PortPlace[]
    /** While a handoff is being drawn: why it may not lead here, or null where it may. */
    refused: string | null | undefined
    /** Where two versions are compared: what became of it. */
    mark: Mark | 'same' | undefined
  },
  'card'
>
export type NoteNode = Node<
  {
    note: Note
    onText: ((note: Note, text: string) => void) | undefined
    mark: Mark | undefined
  },
  'note'
>
export type GroupNode = Node<
  { group: Group; selected: boolean; onPress: (id: string, add: boolean) => void },
  // Not `group`, which the library draws its own way.
  'frame'
>
export type FlowNode = CardNode | NoteNode | GroupNode

export interface HandoffFacts {
  /** Name of the way out where there are several. */
  branch: string | undefined
  /** `lead.brief 2`, or undefined when nothing is known of it. */
  contract: { name: string; version: string } | undefined
  /** `awaited`: just drawn, and not proved yet. */
  fit: 'fits' | 'misfit' | 'unproved' | 'unknown' | 'awaited'
  /** Of a run laid over the canvas: whether it went this way. */
  taken: boolean | undefined
  /** Where two versions are compared: what became of it. */
  mark?: Mark | undefined
}

export type HandoffEdge = Edge<
  { route: Route; facts: HandoffFacts; name: string; onSelect: (id: string, add: boolean) => void },
  'handoff'
>

export const NOTE_PREFIX = 'note:'
export const GROUP_PREFIX = 'group:'

/** What stands behind an id of the canvas: a node's is its own, the others bear a prefix that no node's can have. */
export function partOf(id: string): { part: 'nodes' | 'notes' | 'groups'; id: string } {
  if (id.startsWith(NOTE_PREFIX)) return { part: 'notes', id: id.slice(NOTE_PREFIX.length) }
  if (id.startsWith(GROUP_PREFIX)) return { part: 'groups', id: id.slice(GROUP_PREFIX.length) }
  return { part: 'nodes', id }
}

'use client'

import { useDeferredValue, useMemo } from 'react'
import type { Group, Note } from '@/domain/team/document'
import { nameWithin } from '../geometry/bounds'
import { rerouteEdges, routeEdges, type Link, type Route } from '../geometry/route-edges'
import { CARD, type Point, type Rect } from '../geometry/shapes'
import { cardFactsOf } from '../model/card-facts'
import { framesOf, groupsOf } from '../model/group'
import { handoffFactsOf, pillLength } from '../model/handoff-facts'
import { placesOf } from '@/domain/team/card-places'
import type { Studio } from '../studio/studio-context'
import { cardNode, groupNode, handoffEdge, noteNode } from './flow-nodes'
import { NOTE_PREFIX, type FlowNode, type HandoffEdge } from './flow-types'

export interface FlowState {
  /** Where cards and notes stand while they are dragged, by their ids on the canvas, ahead of the document. */
  dragged: ReadonlyMap<string, Point>
  /** While a handoff is being drawn: by node, why it may not lead there. */
  refused: ReadonlyMap<string, string | null> | undefined
  onNote: (note: Note, text: string) => void
  onEdge: (id: string, add: boolean) => void
  onGroup: (id: string, add: boolean) => void
}

/**
 * The studio's document as nodes and edges of the canvas library. What did not change stays the same object, and while
 * something is dragged only its own handoffs find their way anew.
 */
export function useFlowParts(
  studio: Studio,
  state: FlowState,
): { nodes: FlowNode[]; edges: HandoffEdge[]; cards: ReadonlyMap<string, Rect> } {
  const { document, proof, proofOf, overlay, selection, canEdit, canMove, surroundings, agentFacts } = studio
  const { marks } = studio
  const { dragged, refused, onNote, onEdge, onGroup } = state
  const { nodes: drawn, edges: handoffs, layout } = document

  const standing = useMemo(
    () =>
      new Map(
        [...placesOf({ nodes: drawn, layout })].map(([id, at]): [string, Rect] => [id, { ...at, ...CARD }]),
      ),
    [drawn, layout],
  )
  const cards = useMemo(() => withDragged(standing, dragged), [standing, dragged])
  const facts = useMemo(
    () => cardFactsOf(drawn, { surroundings, agentFacts, proof, overlay }),
    [drawn, surroundings, agentFacts, proof, overlay],
  )
  const taken = overlay?.taken
  // Of one that was just drawn it is not known yet what crosses it.
  const isAwaited = proofOf !== document && handoffs.some(({ id }) => proof.carried[id] === undefined)
  const carried = useMemo(
    () => handoffFactsOf(drawn, handoffs, proof, taken, isAwaited),
    [drawn, handoffs, proof, taken, isAwaited],
  )
  const groups = groupsOf(document)
  const frames = useMemo(() => framesOf(groups, cards), [groups, cards])
  // As they stand at rest: while a card is dragged the pills of the others stay.
  const names = useMemo(() => namesOn(groups, framesOf(groups, standing)), [groups, standing])
  const routes = useRoutes(standing, cards, useLinks(handoffs, carried), names)

  return useMemo(() => {
    const chosen = {
      nodes: new Set(selection.nodes),
      edges: new Set(selection.edges),
      notes: new Set(selection.notes),
      groups: new Set(selection.groups),
    }
    const called = new Map(drawn.map(({ id, name }) => [id, name]))
    const ways = new Map<string, [string, Route][]>()
    const edges = handoffs.flatMap((edge): HandoffEdge[] => {
      const [route, known] = [routes.get(edge.id), carried.get(edge.id)]
      if (!route || !known) return []
      const of = ways.get(edge.from.node)
      if (of) of.push([edge.from.port, route])
      else ways.set(edge.from.node, [[edge.from.port, route]])
      const name = `${called.get(edge.from.node) ?? ''} to ${called.get(edge.to.node) ?? ''}`
      const selected = chosen.edges.has(edge.id)
      const facts = { ...known, mark: marks?.get(edge.id) }
      return [handoffEdge(edge, { route, facts, name, selected, onSelect: onEdge })]
    })
    const nodes: FlowNode[] = [
      ...groups.flatMap((group) => {
        const frame = frames.get(group.id)
        const selected = chosen.groups.has(group.id)
        return frame ? [groupNode(group, { frame, selected, canEdit, onPress: onGroup })] : []
      }),
      ...layout.notes.map((note) => {
        const at = dragged.get(NOTE_PREFIX + note.id) ?? { x: note.x, y: note.y }
        const onText = canEdit ? onNote : undefined
        const mark = marks?.get(NOTE_PREFIX + note.id)
        return noteNode(note, { at, selected: chosen.notes.has(note.id), onText, mark })
      }),
      ...drawn.flatMap((node) => {
        const [card, known] = [cards.get(node.id), facts.get(node.id)]
        if (!card || !known) return []
        return [
          cardNode(node, {
            card,
            routes: ways.get(node.id) ?? NO_WAYS,
            facts: known,
            refused: refused?.get(node.id),
            mark: marks && (marks.get(node.id) ?? 'same'),
            selected: chosen.nodes.has(node.id),
            canEdit,
            canMove: canMove(node.id),
          }),
        ]
      }),
    ]
    return { nodes, edges, cards }
  }, [
    drawn,
    groups,
    frames,
    handoffs,
    layout,
    cards,
    facts,
    carried,
    routes,
    dragged,
    refused,
    selection,
    canEdit,
    canMove,
    marks,
    onNote,
    onEdge,
    onGroup,
  ])
}

const NO_WAYS: [string, Route][] = []

function withDragged(
  standing: ReadonlyMap<string, Rect>,
  dragged: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Rect> {
  if (dragged.size === 0) return standing
  const cards = new Map(standing)
  for (const [id, at] of dragged) if (cards.has(id)) cards.set(id, { ...at, ...CARD })
  return cards
}

/** What is to be routed: new only where a handoff or its pill is. */
function useLinks(
  handoffs: Studio['document']['edges'],
  carried: ReturnType<typeof handoffFactsOf>,
): readonly Link[] {
  return useMemo(
    () =>
      handoffs.map(({ id, from, to }) => {
        const known = carried.get(id)
        return { id, from: from.node, to: to.node, labelLength: known ? pillLength(known) : 0 }
      }),
    [handoffs, carried],
  )
}

/** All ways are found when the drawing is at rest, and in time left over; until then those of what moved. */
function useRoutes(
  standing: ReadonlyMap<string, Rect>,
  cards: ReadonlyMap<string, Rect>,
  links: readonly Link[],
  names: readonly Rect[],
): ReadonlyMap<string, Route> {
  const settled = useDeferredValue(
    useMemo(() => ({ cards: standing, links, names }), [standing, links, names]),
  )
  const found = useMemo(
    () => ({ ...settled, routes: routeEdges(settled.cards, settled.links, 'down', settled.names) }),
    [settled],
  )
  return useMemo(() => rerouteEdges(found, cards, links, 'down', names), [found, cards, links, names])
}

/** Where the names of groups stand, which no pill should cover. */
function namesOn(groups: readonly Group[], frames: ReadonlyMap<string, Rect>): readonly Rect[] {
  if (groups.length === 0) return NO_NAMES
  return groups.flatMap(({ id, name }) => {
    const frame = frames.get(id)
    return frame ? [nameWithin(frame, name.length)] : []
  })
}

const NO_NAMES: readonly Rect[] = []

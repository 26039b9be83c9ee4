'use client'

import { useReactFlow, useStoreApi, type NodeChange, type NodePositionChange } from '@xyflow/react'
import { useState } from 'react'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { boundsOf } from '../geometry/bounds'
import { CARD, type Point, type Rect } from '../geometry/shapes'
import { snapTo, type Guide } from '../geometry/snap-lines'
import { framesOf, groupsOf, regrouped } from '../model/group'
import { placesOf } from '@/domain/team/card-places'
import { useStudio } from '../studio/studio-context'
import { useFreeHand } from './free-hand'
import { NOTE_PREFIX, partOf, type FlowNode } from './flow-types'
import { useGrid } from './use-grid'

/** In px of the screen: nearer than this a card jumps into line. */
const REACH = 6

interface Drag {
  /** Where cards and notes stand while they are dragged, by their ids on the canvas. */
  dragged: ReadonlyMap<string, Point>
  /** With what they stand in line. */
  guides: readonly Guide[]
}
const REST: Drag = { dragged: new Map(), guides: [] }

/** Dragging: in line with what stands near or on the grid unless Alt is held, a group with its cards; dropped, one edit. */
export function useDrag(): Drag & { drag: (changes: NodeChange<FlowNode>[]) => void } {
  const { document, edit, canEdit } = useStudio()
  const [state, setState] = useState<Drag>(REST)
  const { getNode } = useReactFlow<FlowNode>()
  const store = useStoreApi()
  const isFree = useFreeHand()
  const { grid } = useGrid()

  const sizeOf = (id: string): { width: number; height: number } => {
    const { width, height } = getNode(id)?.measured ?? CARD
    return { width: width ?? CARD.width, height: height ?? CARD.height }
  }
  const drag = (changes: NodeChange<FlowNode>[]) => {
    const moves = changes.filter((change) => change.type === 'position')
    const last = moves.at(-1)
    if (!last) return
    const { dragged, guides } = placed(moves)
    if (last.dragging) setState({ dragged, guides })
    else {
      setState(REST)
      const command = dropCommand(document, dragged, canEdit)
      if (command) edit(command)
    }
  }
  /** Where the pointer would have them, brought into line. */
  const placed = (moves: readonly NodePositionChange[]): Drag => {
    const places = withMembers(document, moves)
    const moving = boundsOf(
      moves.flatMap(({ id, position }) => (position ? { ...position, ...sizeOf(id) } : [])),
    )
    if (!moving || isFree()) return { dragged: moved(places, { x: 0, y: 0 }), guides: [] }
    const { transform, width, height } = store.getState()
    const [x, y, zoom] = transform
    const sight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
    const { by, guides } = snapTo(moving, inSight(document, places, sight), { reach: REACH / zoom, grid })
    return { dragged: moved(places, by), guides }
  }
  return { ...state, drag }
}

const moved = (places: ReadonlyMap<string, Point>, by: Point): Map<string, Point> =>
  new Map([...places].map(([id, at]) => [id, { x: Math.round(at.x + by.x), y: Math.round(at.y + by.y) }]))

/** Where all that is dragged would stand; the cards of a group in its stead. */
function withMembers(document: TeamDocument, moves: readonly NodePositionChange[]): Map<string, Point> {
  const places = new Map<string, Point>()
  const standing = placesOf(document)
  const cards = new Map([...standing].map(([id, at]): [string, Rect] => [id, { ...at, ...CARD }]))
  for (const { id, position } of moves) {
    if (!position) continue
    const { part, id: own } = partOf(id)
    if (part !== 'groups') {
      places.set(id, position)
      continue
    }
    const group = groupsOf(document).find((each) => each.id === own)
    const frame = group && framesOf([group], cards).get(own)
    if (!group || !frame) continue
    for (const node of group.nodes) {
      const at = standing.get(node)
      if (at) places.set(node, { x: at.x + position.x - frame.x, y: at.y + position.y - frame.y })
    }
  }
  return places
}

/** What stands still where one looks. */
function inSight(document: TeamDocument, moving: ReadonlyMap<string, Point>, sight: Rect): Rect[] {
  const rects = [
    ...[...placesOf(document)].flatMap(([id, at]) => (moving.has(id) ? [] : [{ ...at, ...CARD }])),
    // How high a note is depends on its text: its upper and its side edges count.
    ...document.layout.notes.flatMap(({ id, x, y, width }) =>
      moving.has(NOTE_PREFIX + id) ? [] : [{ x, y, width, height: 0 }],
    ),
  ]
  return rects.filter(
    ({ x, y, width, height }) =>
      x + width > sight.x && x < sight.x + sight.width && y + height > sight.y && y < sight.y + sight.height,
  )
}

/** All that was moved as one edit. */
function dropCommand(
  document: TeamDocument,
  dragged: ReadonlyMap<string, Point>,
  canEdit: boolean,
): Command | undefined {
  const commands: Command[] = document.layout.notes.flatMap((note): Command[] => {
    const at = dragged.get(NOTE_PREFIX + note.id)
    return at ? [{ type: 'note.put', note: { ...note, ...at } }] : []
  })
  const cards = new Map([...dragged].filter(([id]) => partOf(id).part === 'nodes'))
  if (cards.size > 0) commands.push({ type: 'node.move', positions: Object.fromEntries(cards) })
  if (canEdit) commands.push(...regrouped(document, cards))
  return commands.length > 1 ? { type: 'batch', label: 'Move', commands } : commands[0]
}

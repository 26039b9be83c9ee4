'use client'

import {
  useReactFlow,
  type Connection,
  type NodeChange,
  type OnConnectStartParams,
  type ReactFlowProps,
} from '@xyflow/react'
import { useCallback, useMemo, useState, type DragEvent, type FocusEvent } from 'react'
import type { Command } from '@/domain/team/command'
import { snap, type Point } from '../geometry/shapes'
import { refusals } from '../model/refusals'
import { sameSelection, type Selection } from '../model/selection'
import { connecting as drawing } from '../model/spoke'
import { readDrag } from '../palette/drag'
import { useStudio } from '../studio/studio-context'
import { useAdd } from '../studio/use-add'
import { buildFlow } from './build-flow'
import { NOTE_PREFIX, type FlowNode, type HandoffEdge } from './flow-types'

type Flow = Pick<
  ReactFlowProps<FlowNode, HandoffEdge>,
  | 'nodes'
  | 'edges'
  | 'onNodesChange'
  | 'onEdgeClick'
  | 'onPaneClick'
  | 'onConnect'
  | 'onConnectStart'
  | 'onConnectEnd'
  | 'isValidConnection'
  | 'onDrop'
  | 'onDragOver'
  | 'onFocus'
>

/** What happens on the canvas, as edits of the document and as selection. */
export function useFlow(): Flow {
  const studio = useStudio()
  const { document, selection, select, edit, canEdit } = studio
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(new Map())
  const [connecting, setConnecting] = useState<{ node: string; port: string }>()
  const { screenToFlowPosition } = useReactFlow()
  const add = useAdd()

  const refused = useMemo(
    () => connecting && refusals(document, connecting.node, connecting.port),
    [document, connecting],
  )
  const onNote = useCallback(
    (id: string, text: string) => {
      const note = document.layout.notes.find((each) => each.id === id)
      if (note) edit({ type: 'note.put', note: { ...note, text } })
    },
    [document, edit],
  )
  const onEdge = useCallback(
    (id: string, keep: boolean) => {
      if (!keep) select({ edges: [id] })
      else if (selection.edges.includes(id))
        select({ ...selection, edges: selection.edges.filter((each) => each !== id) })
      else select({ ...selection, edges: [...selection.edges, id] })
    },
    [select, selection],
  )
  const { nodes, edges } = useMemo(
    () => buildFlow(studio, { dragged, refused, onNote, onEdge }),
    [studio, dragged, refused, onNote, onEdge],
  )

  const onNodesChange = (changes: NodeChange<FlowNode>[]) => {
    const next = selectionAfter(selection, changes)
    if (next) select(next)
    const moves = changes.filter((change) => change.type === 'position')
    if (moves.length === 0 || !canEdit) return
    const places = new Map(dragged)
    for (const { id, position } of moves) if (position) places.set(id, position)
    if (moves.some(({ dragging }) => dragging)) setDragged(places)
    else {
      setDragged(new Map())
      const command = moveCommand(studio.document, places)
      if (command) edit(command, { joins: true })
    }
  }
  return {
    nodes,
    edges,
    onNodesChange,
    onEdgeClick: (event, edge) => onEdge(edge.id, event.shiftKey || event.metaKey || event.ctrlKey),
    onPaneClick: () => select({}),
    onConnectStart: (_event, { nodeId, handleId }: OnConnectStartParams) =>
      nodeId && setConnecting({ node: nodeId, port: handleId ?? 'out' }),
    onConnectEnd: () => setConnecting(undefined),
    isValidConnection: ({ target }) => refused?.get(target) === null,
    onConnect: ({ source, sourceHandle, target }: Connection) => {
      const drawn = drawing(document, source, sourceHandle ?? 'out', target)
      if (drawn && edit(drawn.command)) select({ edges: [drawn.edge.id] })
    },
    onFocus: ({ target }: FocusEvent) => {
      // Whoever comes by Tab selects what they come to: then arrows move it and Enter opens it.
      const id = target.getAttribute('data-id')
      if (id === null || !target.matches('.react-flow__node:focus-visible')) return
      if (id.startsWith(NOTE_PREFIX)) select({ notes: [id.slice(NOTE_PREFIX.length)] })
      else if (!selection.nodes.includes(id)) select({ nodes: [id] })
    },
    onDragOver: (event: DragEvent) => {
      if (!canEdit) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop: (event: DragEvent) => {
      const what = readDrag(event.dataTransfer)
      if (!what || !canEdit) return
      event.preventDefault()
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
      add(what, { x: snap(x - 96), y: snap(y - 39) })
    },
  }
}

function selectionAfter(selection: Selection, changes: NodeChange<FlowNode>[]): Selection | undefined {
  const nodes = new Set(selection.nodes)
  const notes = new Set(selection.notes)
  let chosen = false
  for (const change of changes) {
    if (change.type !== 'select') continue
    const isNote = change.id.startsWith(NOTE_PREFIX)
    const [set, id] = isNote ? [notes, change.id.slice(NOTE_PREFIX.length)] : [nodes, change.id]
    if (change.selected) {
      set.add(id)
      chosen = true
    } else set.delete(id)
  }
  const next = { nodes: [...nodes], notes: [...notes], edges: chosen ? [] : selection.edges }
  return sameSelection(next, selection) ? undefined : next
}

/** All that was moved as one edit. */
function moveCommand(
  document: { layout: { notes: { id: string; text: string; x: number; y: number; width: number }[] } },
  places: ReadonlyMap<string, Point>,
): Command | undefined {
  const positions: Record<string, Point> = {}
  const commands: Command[] = []
  for (const [id, at] of places) {
    if (!id.startsWith(NOTE_PREFIX)) {
      positions[id] = at
      continue
    }
    const note = document.layout.notes.find((each) => NOTE_PREFIX + each.id === id)
    if (note) commands.push({ type: 'note.put', note: { ...note, ...at } })
  }
  if (Object.keys(positions).length) commands.push({ type: 'node.move', positions })
  return commands.length > 1 ? { type: 'batch', label: 'Move', commands } : commands[0]
}

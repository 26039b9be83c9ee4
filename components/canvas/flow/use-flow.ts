'use client'

import {
  useReactFlow,
  type Connection,
  type NodeChange,
  type OnConnectStartParams,
  type ReactFlowProps,
} from '@xyflow/react'
import { useCallback, useMemo, useState, type DragEvent, type FocusEvent } from 'react'
import type { Note } from '@/domain/team/document'
import type { Guide } from '../geometry/snap-lines'
import { snap } from '../geometry/shapes'
import { refusals } from '../model/refusals'
import { sameSelection, type Selection } from '../model/selection'
import { connecting as drawing } from '../model/spoke'
import { readDrag } from '../palette/drag'
import { useStudio } from '../studio/studio-context'
import { useAdd } from '../studio/use-add'
import { partOf, type FlowNode, type HandoffEdge } from './flow-types'
import { useDrag } from './use-drag'
import { useFlowParts } from './use-flow-parts'

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
export function useFlow(): { flow: Flow; guides: readonly Guide[] } {
  const studio = useStudio()
  const { document, selection, select, edit, canEdit } = studio
  const [connecting, setConnecting] = useState<{ node: string; port: string }>()
  const { screenToFlowPosition } = useReactFlow()
  const add = useAdd()
  const { dragged, guides, drag } = useDrag()

  const refused = useMemo(
    () => connecting && refusals(document, connecting.node, connecting.port),
    [document, connecting],
  )
  const onNote = useCallback(
    (note: Note, text: string) => void edit({ type: 'note.put', note: { ...note, text } }),
    [edit],
  )
  const onEdge = useCallback(
    (id: string, keep: boolean) => select((now) => pressed(now, 'edges', id, keep)),
    [select],
  )
  const onGroup = useCallback(
    (id: string, keep: boolean) => select((now) => pressed(now, 'groups', id, keep)),
    [select],
  )
  const { nodes, edges } = useFlowParts(studio, { dragged, refused, onNote, onEdge, onGroup })

  return {
    guides,
    flow: {
      nodes,
      edges,
      onNodesChange: (changes) => {
        const next = selectionAfter(selection, changes)
        if (next) select(next)
        drag(changes)
      },
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
        const { part, id: own } = partOf(id)
        if (!selection[part].includes(own)) select({ [part]: [own] })
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
    },
  }
}

/** What is selected after a press: that alone, or with a key held that besides or no longer. */
function pressed(now: Selection, part: 'edges' | 'groups', id: string, keep: boolean): Partial<Selection> {
  if (!keep) return { [part]: [id] }
  const rest = now[part].filter((other) => other !== id)
  return { ...now, [part]: rest.length < now[part].length ? rest : [...rest, id] }
}

function selectionAfter(selection: Selection, changes: NodeChange<FlowNode>[]): Selection | undefined {
  const nodes = new Set(selection.nodes)
  const notes = new Set(selection.notes)
  let chosen = false
  for (const change of changes) {
    if (change.type !== 'select') continue
    const { part, id } = partOf(change.id)
    if (part === 'groups') continue
    const set = part === 'notes' ? notes : nodes
    if (change.selected) {
      set.add(id)
      chosen = true
    } else set.delete(id)
  }
  const next: Selection = {
    nodes: [...nodes],
    notes: [...notes],
    edges: chosen ? [] : selection.edges,
    groups: chosen ? [] : selection.groups,
  }
  return sameSelection(next, selection) ? undefined : next
}

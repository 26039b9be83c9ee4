'use client'

import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  useStore,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useMemo, useState, type ReactNode } from 'react'
import { CanvasMap } from './canvas-map'
import { CardNodeView } from './card-node'
import { ConnectionLine } from './connection-line'
import type { FlowNode, HandoffEdge } from './flow-types'
import { GroupNodeView } from './group-node'
import { GuideLines } from './guide-lines'
import { useTest } from '../bench/use-test'
import { FRAME, LEAST_ZOOM } from './frame'
import { ArrowHeads, HandoffEdgeView } from './handoff-edge'
import { NoteNodeView } from './note-node'
import { isFar, pillsOf, SightContext } from './sight'
import { useFlow } from './use-flow'
import { useMoving } from './use-moving'

const NODE_TYPES: NodeTypes = { card: CardNodeView, note: NoteNodeView, frame: GroupNodeView }
const EDGE_TYPES: EdgeTypes = { handoff: HandoffEdgeView }
const FIT = { padding: FRAME, maxZoom: 1, minZoom: 0.4 }
const FIT_ALL = { ...FIT, minZoom: LEAST_ZOOM }
/** With more, only what is in sight is in the page; with fewer, Tab comes to all of them. */
const MOST_IN_PAGE = 80
const ADD_KEYS = ['Shift', 'Meta', 'Control']

/** The drawing itself: cards, handoffs, notes. */
export function FlowCanvas({ children }: { children?: ReactNode }) {
  const { flow, guides } = useFlow()
  const far = useStore(isFar)
  const bench = useTest()
  const [canvas, setCanvas] = useState<HTMLElement | null>(null)
  const sight = useMemo(() => ({ far, pills: canvas && pillsOf(canvas) }), [far, canvas])
  return (
    <SightContext value={sight}>
      <ReactFlow<FlowNode, HandoffEdge>
        {...flow}
        {...useMoving(canvas)}
        ref={setCanvas}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        connectionLineComponent={ConnectionLine}
        onlyRenderVisibleElements={(flow.nodes?.length ?? 0) > MOST_IN_PAGE}
        // The studio's own keys move what is selected, wherever the focus is.
        disableKeyboardA11y
        minZoom={LEAST_ZOOM}
        maxZoom={2}
        fitView
        // In what the bench leaves of it the whole team is worth more than its words.
        fitViewOptions={bench.isOpen ? FIT_ALL : FIT}
        panOnScroll
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={ADD_KEYS}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        edgesFocusable={false}
        edgesReconnectable={false}
        proOptions={{ hideAttribution: true }}
        // Where it is moved, see `useMoving`.
        className='!bg-sunken data-held:[&_.react-flow\_\_pane]:after:absolute data-held:[&_.react-flow\_\_pane]:after:inset-0 data-held:[&_.react-flow\_\_pane]:after:z-10 data-held:[&_.react-flow\_\_pane]:after:content-[""] data-moving:[&_.react-flow\_\_viewport]:will-change-transform'
        aria-label="Canvas"
      >
        <ArrowHeads />
        <GuideLines guides={guides} />
        {/* From afar its dots would lie as close as a grey. */}
        {!far && (
          <Background variant={BackgroundVariant.Dots} gap={16} size={1.4} color="var(--line-strong)" />
        )}
        <CanvasMap nodes={flow.nodes ?? []} />
        {children}
      </ReactFlow>
    </SightContext>
  )
}

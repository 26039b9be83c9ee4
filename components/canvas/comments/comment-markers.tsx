'use client'

import { useInternalNode, useStore, ViewportPortal } from '@xyflow/react'
import { MessageSquare } from 'lucide-react'
import { counted, figure } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import type { FlowNode, HandoffEdge } from '../flow/flow-types'
import { countComments, openByPlace } from './open-by-place'
import { useTogether, type Thread } from '../together/together'

/** The canvas lifts what is selected to 1000. */
const OVER_CARDS = 1001

/** How much is said about a node or a handoff that is open, at its corner; leads to it. */
export function CommentMarkers() {
  const { threads = [] } = useTogether()
  const places = openByPlace(threads)
  if (places.size === 0) return null
  return (
    <ViewportPortal>
      {[...places].map(([key, here]) => {
        const on = here[0]?.on
        if (!on || on.kind === 'team') return null
        return on.kind === 'node' ? (
          <OnNode key={key} id={on.id} threads={here} />
        ) : (
          <OnHandoff key={key} id={on.id} threads={here} />
        )
      })}
    </ViewportPortal>
  )
}

function OnNode({ id, threads }: { id: string; threads: Thread[] }) {
  const node = useInternalNode<FlowNode>(id)
  if (!node) return null
  const { x, y } = node.internals.positionAbsolute
  return <Marker x={x + (node.measured.width ?? 0) - 14} y={y} threads={threads} />
}

function OnHandoff({ id, threads }: { id: string; threads: Thread[] }) {
  const label = useStore((state) => (state.edgeLookup.get(id) as HandoffEdge | undefined)?.data?.route.label)
  return label ? <Marker x={label.x} y={label.y - 16} threads={threads} /> : null
}

function Marker({ x, y, threads }: { x: number; y: number; threads: Thread[] }) {
  const { show } = useTogether()
  const count = countComments(threads)
  const unseen = threads.find((thread) => thread.unseen)
  const words = `${counted(count, 'comment')} on ${threads[0]?.name ?? ''}`
  return (
    <button
      type="button"
      aria-label={unseen ? `${words}, you are mentioned` : words}
      title={words}
      onClick={() => show((unseen ?? threads[0])?.id ?? null)}
      style={{
        transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
        pointerEvents: 'all',
        zIndex: OVER_CARDS,
      }}
      className={cx(
        'absolute flex h-5 min-w-6 items-center justify-center gap-0.75 rounded-full border bg-raised px-1.25 text-12 shadow-card',
        unseen ? 'border-accent text-accent-fg' : 'border-line-strong text-fg-2',
      )}
    >
      <MessageSquare className="size-3" aria-hidden />
      {figure(count)}
    </button>
  )
}

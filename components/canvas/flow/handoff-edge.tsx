'use client'

import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import type { HandoffEdge } from './flow-types'
import { HandoffPill } from './handoff-pill'

/** A handoff: its way around the cards, and its pill. */
export const HandoffEdgeView = memo(function HandoffEdgeView({
  id,
  data,
  selected = false,
}: EdgeProps<HandoffEdge>) {
  if (!data) return null
  const { route, facts, name, onSelect } = data
  const bad = facts.fit === 'misfit'
  return (
    <>
      {selected && (
        <path
          d={route.path}
          className="fill-none stroke-accent-line opacity-60"
          strokeWidth={9}
          strokeLinecap="round"
        />
      )}
      <path
        d={route.path}
        markerEnd={`url(#handoff-arrow${bad ? '-bad' : ''})`}
        strokeWidth={bad || facts.mark === 'added' ? 2 : 1.5}
        strokeDasharray={facts.taken === false || facts.mark === 'removed' ? '4 4' : undefined}
        className={cx(
          'fill-none',
          bad
            ? 'stroke-failed-mark'
            : facts.taken || facts.mark === 'added'
              ? 'stroke-fg-2'
              : 'stroke-line-control',
          facts.taken === false && 'stroke-line-strong',
        )}
      />
      <path
        d={route.path}
        className="react-flow__edge-interaction fill-none stroke-transparent"
        strokeWidth={20}
      />
      <EdgeLabelRenderer>
        <div
          className="absolute"
          style={{ transform: `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)` }}
        >
          <HandoffPill facts={facts} name={name} selected={selected} onSelect={(add) => onSelect(id, add)} />
        </div>
      </EdgeLabelRenderer>
    </>
  )
})

/** The arrow heads; once on a canvas. */
export function ArrowHeads() {
  return (
    <svg className="absolute size-0" aria-hidden>
      <defs>
        {[
          { id: 'handoff-arrow', fill: 'fill-line-control' },
          { id: 'handoff-arrow-bad', fill: 'fill-failed-mark' },
        ].map(({ id, fill }) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 .5 7 4 0 7.5z" className={fill} />
          </marker>
        ))}
      </defs>
    </svg>
  )
}

'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { createPortal } from 'react-dom'
import { cx } from '@/components/ui/cx'
import type { HandoffEdge } from './flow-types'
import { HandoffPill } from './handoff-pill'
import { useSight } from './sight'

/** A handoff: its way around the cards, and its pill. */
export const HandoffEdgeView = memo(function HandoffEdgeView({
  id,
  data,
  selected = false,
}: EdgeProps<HandoffEdge>) {
  const { far, pills } = useSight()
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
        markerEnd={`url(#handoff-arrow${bad ? '-bad' : ''}${far ? '-far' : ''})`}
        strokeWidth={(bad || facts.mark === 'added' ? 2 : 1.5) * (far ? 2 : 1)}
        strokeDasharray={
          facts.taken === false || facts.mark === 'removed' ? (far ? '12 12' : '4 4') : undefined
        }
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
      {pills &&
        (!far || selected) &&
        createPortal(
          <div
            className="absolute"
            style={{ transform: `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)` }}
          >
            <HandoffPill
              facts={facts}
              name={name}
              selected={selected}
              onSelect={(add) => onSelect(id, add)}
            />
          </div>,
          pills,
        )}
    </>
  )
})

const ARROWS = [
  { id: 'handoff-arrow', fill: 'fill-line-control', size: 8 },
  { id: 'handoff-arrow-bad', fill: 'fill-failed-mark', size: 8 },
  { id: 'handoff-arrow-far', fill: 'fill-line-control', size: 20 },
  { id: 'handoff-arrow-bad-far', fill: 'fill-failed-mark', size: 20 },
]

/** The arrow heads; once on a canvas. */
export function ArrowHeads() {
  return (
    <svg className="absolute size-0" aria-hidden>
      <defs>
        {ARROWS.map(({ id, fill, size }) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth={size}
            markerHeight={size}
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

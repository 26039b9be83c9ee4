'use client'

import { useStore, type ConnectionLineComponentProps } from '@xyflow/react'
import { cx } from '@/components/ui/cx'
import { roundedPath } from '../geometry/rounded-path'
import type { FlowNode } from './flow-types'

/** Room for the reason, in px of the canvas. */
const REASON = 300

/** The handoff that is being drawn, with the reason where it may not lead. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  toNode,
  pointer,
}: ConnectionLineComponentProps<FlowNode>) {
  // Where the canvas ends at the right, the reason stands left of the pointer.
  const near = useStore(
    ({ width, transform: [x, , zoom] }) => pointer.x * zoom + x > width - REASON * zoom - 24,
  )
  const data = toNode?.data
  const refused = data && 'refused' in data ? data.refused : undefined
  const bad = typeof refused === 'string'
  const middle = (fromY + toY) / 2
  const path = roundedPath([
    { x: fromX, y: fromY },
    { x: fromX, y: middle },
    { x: toX, y: middle },
    { x: toX, y: toY },
  ])
  return (
    <g>
      <path
        d={path}
        className={cx('fill-none', bad ? 'stroke-failed-mark' : 'stroke-accent')}
        strokeWidth={2}
        strokeDasharray={toNode ? undefined : '4 4'}
      />
      {toNode && refused !== undefined && (
        <foreignObject
          x={near ? pointer.x - REASON - 12 : pointer.x + 12}
          y={pointer.y + 12}
          width={REASON}
          height={120}
          className="overflow-visible"
        >
          <div
            role="status"
            className={cx(
              'w-fit max-w-75 rounded-6 border px-2 py-1 text-12 shadow-pop',
              bad
                ? 'border-failed-line bg-failed-bg text-failed-fg'
                : 'border-accent-line bg-accent-bg text-accent-fg',
            )}
          >
            {refused ?? 'Fits'}
          </div>
        </foreignObject>
      )}
    </g>
  )
}

'use client'

import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import type { Side } from '../geometry/shapes'
import type { PortPlace } from '../geometry/place-ports'
import { NodeCardContent } from '../kinds/registry'
import { FarCard } from './far-card'
import type { CardNode } from './flow-types'
import { MARK_LOOK, MarkBadge } from './mark-badge'
import { RUN_EDGE } from './run-line'
import { useSight } from './sight'

export const POSITION: Record<Side, Position> = {
  top: Position.Top,
  right: Position.Right,
  bottom: Position.Bottom,
  left: Position.Left,
}

/** A node on the canvas: its card, a circle for each way out, and all of it as the place a handoff may be dropped on. */
export const CardNodeView = memo(function CardNodeView({
  data,
  selected,
  isConnectable,
}: NodeProps<CardNode>) {
  const { node, facts, ports, refused, mark } = data
  const connecting = refused !== undefined
  const { far } = useSight()
  return (
    <div className="group/card relative h-19.5 w-48">
      {far && !connecting ? (
        <FarCard data={data} selected={selected} />
      ) : (
        <div
          className={cx(
            'size-full rounded-6 border bg-raised text-13 shadow-card transition-colors duration-fast',
            facts.errors > 0 && !facts.run ? 'border-failed-mark' : 'border-line-strong hover:border-fg-3',
            facts.stopped && 'bg-sunken',
            facts.run && RUN_EDGE[facts.run.status],
            facts.run?.status === 'idle' && 'bg-sunken text-fg-3 shadow-none',
            mark && MARK_LOOK[mark],
            selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
            connecting && refused === null && 'border-dashed border-accent bg-accent-bg',
            connecting && refused !== null && 'opacity-45',
          )}
        >
          <NodeCardContent node={node} facts={facts} />
          {mark && mark !== 'same' && <MarkBadge mark={mark} />}
        </div>
      )}
      <Handle
        type="target"
        position={Position.Top}
        isConnectableStart={false}
        className={cx(
          '!top-0 !left-0 !h-full !w-full !transform-none !rounded-6 !border-0 !bg-transparent',
          connecting ? '!pointer-events-auto z-10' : '!pointer-events-none',
        )}
      />
      {ports.map((port) => (
        <PortHandle
          key={port.id}
          port={port}
          bad={facts.errors > 0}
          live={isConnectable}
          many={ports.length > 1}
          far={far}
        />
      ))}
    </div>
  )
})

function PortHandle({
  port,
  bad,
  live,
  many,
  far,
}: {
  port: PortPlace
  bad: boolean
  live: boolean
  many: boolean
  /** Too small to be met: the handoffs still begin there. */
  far: boolean
}) {
  return (
    <Handle
      type="source"
      id={port.id}
      position={POSITION[port.side]}
      isConnectableEnd={false}
      isConnectable={live && !port.connected}
      style={{ left: port.x, top: port.y, right: 'auto', bottom: 'auto' }}
      className={cx(
        '!size-[7px] !min-h-0 !min-w-0 !-translate-1/2 !transform-none !rounded-full !border-[1.5px] !bg-raised',
        'before:absolute before:-inset-2 before:rounded-full before:content-[""]',
        far && 'invisible',
        bad && !port.connected ? '!border-failed-mark' : '!border-line-control',
        live && !port.connected && 'hover:!border-accent hover:!bg-accent',
      )}
    >
      {!port.connected && many && (
        <span className="pointer-events-none absolute top-2 left-1/2 hidden -translate-x-1/2 rounded-4 bg-raised px-1 text-12 whitespace-nowrap text-fg-2 shadow-card group-focus-within/card:block group-hover/card:block">
          {port.label}
        </span>
      )}
    </Handle>
  )
}

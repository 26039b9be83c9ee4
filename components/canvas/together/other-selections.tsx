'use client'

import { useInternalNode, useStore, ViewportPortal } from '@xyflow/react'
import { NOTE_PREFIX, type FlowNode, type HandoffEdge } from '../flow/flow-types'
import { useTogether } from './together'

const GAP = 4

/** What others have selected, outlined with their names. */
export function OtherSelections() {
  const { others } = useTogether()
  const chosen = others.flatMap(({ client, person, selection }) => [
    ...selection.nodes.map((id) => ({ key: `${client} ${id}`, node: id, name: person.name })),
    ...selection.notes.map((id) => ({
      key: `${client} note ${id}`,
      node: NOTE_PREFIX + id,
      name: person.name,
    })),
  ])
  const handoffs = others.flatMap(({ client, person, selection }) =>
    selection.edges.map((id) => ({ key: `${client} edge ${id}`, edge: id, name: person.name })),
  )
  if (chosen.length + handoffs.length === 0) return null
  return (
    <ViewportPortal>
      {chosen.map(({ key, node, name }) => (
        <NodeOutline key={key} id={node} name={name} />
      ))}
      {handoffs.map(({ key, edge, name }) => (
        <HandoffTag key={key} id={edge} name={name} />
      ))}
    </ViewportPortal>
  )
}

function NodeOutline({ id, name }: { id: string; name: string }) {
  const node = useInternalNode<FlowNode>(id)
  if (!node) return null
  const { x, y } = node.internals.positionAbsolute
  const { width = 0, height = 0 } = node.measured
  return (
    <div
      className="pointer-events-none absolute rounded-8 border-2 border-fg-3"
      style={{
        transform: `translate(${x - GAP}px, ${y - GAP}px)`,
        width: width + 2 * GAP,
        height: height + 2 * GAP,
      }}
    >
      <NameTag name={name} className="absolute -top-5 -left-0.5" />
    </div>
  )
}

function HandoffTag({ id, name }: { id: string; name: string }) {
  const label = useStore((state) => (state.edgeLookup.get(id) as HandoffEdge | undefined)?.data?.route.label)
  if (!label) return null
  return (
    <div
      className="pointer-events-none absolute"
      style={{ transform: `translate(-50%, 0) translate(${label.x}px, ${label.y - 32}px)` }}
    >
      <NameTag name={name} />
    </div>
  )
}

const NameTag = ({ name, className = '' }: { name: string; className?: string }) => (
  <span
    className={`${className} max-w-40 truncate rounded-4 bg-fg-2 px-1.25 text-12 whitespace-nowrap text-page`}
  >
    {name}
  </span>
)

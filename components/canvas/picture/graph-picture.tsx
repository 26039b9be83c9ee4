import { useId } from 'react'
import { KINDS } from '@/domain/team/kinds/registry'
import type { NodeKind } from '@/domain/team/node'
import { cx } from '@/components/ui/cx'
import { layerNodes } from '../geometry/layer-nodes'
import { roundedPath } from '../geometry/rounded-path'
import type { Point } from '../geometry/shapes'
import { LOOKS } from '../kinds/looks'

export interface PictureGraph {
  /** `reads`: goes outside, but changes nothing there. */
  nodes: readonly { id: string; kind: NodeKind; reads?: boolean }[]
  edges: readonly { from: string; to: string }[]
}

const PITCH = { x: 36, y: 38 }
const BOX = { width: 26, height: 22 }

/** A team in small: what is in it and what follows what, left to right. Only attributes, so it may be rendered anywhere. */
export function GraphPicture({
  graph,
  title,
  className,
}: {
  graph: PictureGraph
  title: string
  className?: string
}) {
  const id = useId()
  const cells = layerNodes(
    graph.nodes.map((node) => node.id),
    graph.edges,
  )
  const columns = Math.max(1, ...cells.map((cell) => cell.column + 1))
  const back = graph.edges.length > 0 ? 0.1 : 0
  const half = Math.max(0.5, ...cells.map((cell) => Math.abs(cell.row) + 0.5 + back))
  const [width, height] = [columns * PITCH.x, half * 2 * PITCH.y]
  const at = new Map(
    cells.map((cell) => [cell.id, { x: (cell.column + 0.5) * PITCH.x, y: (cell.row + half) * PITCH.y }]),
  )
  return (
    <svg
      role="img"
      aria-labelledby={id}
      viewBox={`0 0 ${width} ${height}`}
      className={cx('max-h-full max-w-full', className)}
      width={width}
      height={height}
    >
      <title id={id}>{title}</title>
      <g className="fill-none stroke-line-control" strokeWidth={1}>
        {graph.edges.map(({ from, to }, index) => {
          const [a, b] = [at.get(from), at.get(to)]
          if (!a || !b) return null
          if (b.x <= a.x && a.y !== b.y) return null
          if (b.x <= a.x) return <path key={index} d={wayBack(a, b)} strokeDasharray="2 2" />
          const turn = b.x - PITCH.x / 2
          const points = a.y === b.y ? [a, b] : [a, { x: turn, y: a.y }, { x: turn, y: b.y }, b]
          return <path key={index} d={roundedPath(points, 4)} />
        })}
      </g>
      {graph.nodes.map((node) => {
        const place = at.get(node.id)
        return place ? <PictureNode key={node.id} node={node} x={place.x} y={place.y} /> : null
      })}
    </svg>
  )
}

/** What goes back in its own row runs below it; any other way back would run through what stands between. */
function wayBack(a: Point, b: Point): string {
  const below = Math.max(a.y, b.y) + BOX.height / 2 + 6
  return roundedPath([a, { x: a.x, y: below }, { x: b.x, y: below }, b], 4)
}

/** Round where it begins, dashed where it is checked, filled where it changes the outside. */
function PictureNode({
  node: { kind, reads = false },
  x,
  y,
}: {
  node: PictureGraph['nodes'][number]
  x: number
  y: number
}) {
  const Icon = LOOKS[kind].icon
  const gate = KINDS[kind].isGate
  const outside = kind === 'action' && !reads
  return (
    <g>
      <rect
        x={x - BOX.width / 2}
        y={y - BOX.height / 2}
        width={BOX.width}
        height={BOX.height}
        rx={kind === 'trigger' || kind === 'end' ? 11 : 4}
        strokeDasharray={gate ? '2.5 2' : undefined}
        className={outside ? 'fill-fg-2 stroke-fg-2' : 'fill-raised stroke-line-control'}
      />
      <Icon
        x={x - 6}
        y={y - 6}
        width={12}
        height={12}
        strokeWidth={2}
        className={outside ? 'text-fg-invert' : 'text-fg-2'}
        aria-hidden
      />
    </g>
  )
}

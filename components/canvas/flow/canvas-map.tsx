'use client'

import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { useDeferredValue, useMemo, type PointerEvent } from 'react'
import { boundsOf } from '../geometry/bounds'
import { CARD, type Rect } from '../geometry/shapes'
import type { FlowNode } from './flow-types'

const SIZE = { width: 116, height: 76 }
/** Free around the drawing, as a part of it. */
const AIR = 0.06

/** The whole drawing in the small, and which part of it is in sight; a press or a drag goes there. */
export function CanvasMap({ nodes }: { nodes: readonly FlowNode[] }) {
  const drawn = useMemo(() => pictureOf(nodes), [nodes])
  // While something is dragged the map may come after it.
  const { bounds, rects, sound, bad } = useDeferredValue(drawn)
  const { setCenter, getZoom } = useReactFlow()
  const [x, y, zoom] = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  if (!bounds || width === 0) return null
  // A map of what is all in sight is worth no card.
  if (isInTheWay({ x, y, zoom, width, height }, bounds, rects)) return null
  const sight: Rect = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
  const shown = boundsOf([bounds, sight]) ?? bounds
  const scale = Math.max(shown.width / SIZE.width, shown.height / SIZE.height) * (1 + 2 * AIR)
  const box: Rect = {
    x: shown.x + shown.width / 2 - (SIZE.width * scale) / 2,
    y: shown.y + shown.height / 2 - (SIZE.height * scale) / 2,
    width: SIZE.width * scale,
    height: SIZE.height * scale,
  }
  const goThere = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    const at = event.currentTarget.getBoundingClientRect()
    void setCenter(
      box.x + ((event.clientX - at.x) / at.width) * box.width,
      box.y + ((event.clientY - at.y) / at.height) * box.height,
      { zoom: getZoom() },
    )
  }
  return (
    <Panel
      position="top-right"
      className="!m-3 overflow-hidden rounded-6 border border-line bg-page max-md:hidden"
    >
      <svg
        role="img"
        aria-label="Map of the canvas"
        {...SIZE}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        className="block cursor-pointer touch-none"
        onPointerDown={goThere}
        onPointerMove={goThere}
      >
        <path d={sound} className="fill-line-strong" />
        <path d={bad} className="fill-failed-mark" />
        <rect
          {...sight}
          className="fill-none stroke-accent"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </Panel>
  )
}

function pictureOf(nodes: readonly FlowNode[]): {
  bounds: Rect | undefined
  rects: readonly Rect[]
  sound: string
  bad: string
} {
  const [sound, bad]: [string[], string[]] = [[], []]
  const rects: Rect[] = []
  for (const node of nodes) {
    const { width = CARD.width, height = CARD.height } = node
    rects.push({ ...node.position, width, height })
    if (node.type === 'frame') continue
    const into = node.type === 'card' && node.data.facts.errors > 0 ? bad : sound
    into.push(`M${node.position.x} ${node.position.y}h${width}v${height}h${-width}z`)
  }
  return { bounds: boundsOf(rects), rects, sound: sound.join(''), bad: bad.join('') }
}

/** Room between the map and the edge of the canvas, and between it and a card. */
const EDGE = 12

/** Whether all of the drawing is in sight, and some of it under the map. */
function isInTheWay(
  at: { x: number; y: number; zoom: number; width: number; height: number },
  bounds: Rect,
  rects: readonly Rect[],
): boolean {
  const left = bounds.x * at.zoom + at.x
  const top = bounds.y * at.zoom + at.y
  const isAll =
    left >= 0 &&
    top >= 0 &&
    left + bounds.width * at.zoom <= at.width &&
    top + bounds.height * at.zoom <= at.height
  const [from, below] = [at.width - SIZE.width - 2 * EDGE, SIZE.height + 2 * EDGE]
  return (
    isAll &&
    rects.some((rect) => (rect.x + rect.width) * at.zoom + at.x > from && rect.y * at.zoom + at.y < below)
  )
}

'use client'

import { useMemo, useState, type KeyboardEvent } from 'react'
import { cx } from '@/components/ui/cx'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import { useSize } from './flow/use-size'
import { GraphCard } from './flow/graph-card'
import { foldColumns } from './geometry/fold-columns'
import { layerNodes } from './geometry/layer-nodes'
import { routeEdges } from './geometry/route-edges'
import type { Rect } from './geometry/shapes'
import { graphOfBundle, graphOfDocument } from './model/bundle-graph'
import type { NodeRuns } from './model/node-run'

const CARD = { width: 148, height: 50 }
const PITCH = { x: 214, y: 84 }
const MARGIN = 20

/**
 * A team's graph to look at, laid out left to right and folded to the width there is: for the page of a run, a review,
 * a version. Nodes are buttons; arrows move between them.
 */
export function GraphView({
  document: drawn,
  bundle,
  statuses,
  taken,
  selected,
  onSelect,
  label = 'Graph',
  className,
}: {
  /** By node; see `nodeRuns`. Without them it is the plain drawing. */
  statuses?: NodeRuns
  /** `node port` of the ways a run took; the others are drawn faintly. */
  taken?: ReadonlySet<string>
  selected?: string | undefined
  onSelect?: (node: string) => void
  label?: string
  className?: string
} & (
  | /** What was drawn, */ { document: TeamDocument; bundle?: never }
  | /** or what runs. */ { bundle: Bundle; document?: never }
)) {
  const { ref, width } = useSize()
  const graph = useMemo(() => (drawn ? graphOfDocument(drawn) : graphOfBundle(bundle)), [drawn, bundle])
  const columns = Math.max(2, Math.floor((width - 2 * MARGIN + PITCH.x - CARD.width) / PITCH.x))
  const picture = useMemo(() => layOut(graph, columns), [graph, columns])
  const [focused, setFocused] = useState<string>()
  const stop = focused ?? selected ?? graph.nodes[0]?.id

  const move = (event: KeyboardEvent, id: string) => {
    const to = neighbour(picture.cards, id, event.key)
    if (!to) return
    event.preventDefault()
    setFocused(to)
    window.document.querySelector<HTMLElement>(`[data-graph-node="${to}"]`)?.focus()
  }
  return (
    <div ref={ref} className={cx('min-w-0 overflow-auto bg-sunken', className)}>
      {width > 0 && (
        <div
          role="group"
          aria-label={label}
          className="relative mx-auto"
          style={{ width: picture.width, height: picture.height }}
        >
          <svg className="absolute inset-0 size-full" aria-hidden>
            {graph.edges.map((edge) => {
              const route = picture.routes.get(edge.id)
              if (!route) return null
              const went = taken?.has(`${edge.from} ${edge.port}`) ?? true
              return (
                <g key={edge.id} className={went ? 'text-fg-3' : 'text-line-strong'}>
                  <path
                    d={route.path}
                    className="fill-none stroke-current"
                    strokeWidth={1.5}
                    strokeDasharray={went ? undefined : '3 3'}
                  />
                  <Arrow at={route.end} side={route.enter} />
                  {edge.branch && (
                    <text
                      x={route.label.x}
                      y={route.label.y - 5}
                      textAnchor="middle"
                      strokeWidth={4}
                      className={cx(
                        'stroke-sunken text-12 [paint-order:stroke]',
                        went ? 'fill-fg-2' : 'fill-fg-3',
                      )}
                    >
                      {edge.branch}
                    </text>
                  )}
                </g>
              )
            })}
          </svg>
          {graph.nodes.map((node) => {
            const card = picture.cards.get(node.id)
            if (!card) return null
            return (
              <GraphCard
                key={node.id}
                node={node}
                run={statuses?.get(node.id) ?? (statuses && { status: 'idle', times: 0 })}
                rect={card}
                selected={selected === node.id}
                focusable={stop === node.id}
                onSelect={onSelect && (() => onSelect(node.id))}
                onFocus={() => setFocused(node.id)}
                onKeyDown={(event) => move(event, node.id)}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

const TURN = { top: 90, left: 0, right: 180, bottom: 270 } as const

/** The head of an arrow that enters a card by that side. */
function Arrow({ at, side }: { at: { x: number; y: number }; side: keyof typeof TURN }) {
  return (
    <path
      d="M-7 -3.5 0 0 -7 3.5z"
      className="fill-current"
      transform={`translate(${at.x} ${at.y}) rotate(${TURN[side]})`}
    />
  )
}

function layOut(graph: ReturnType<typeof graphOfDocument>, columns: number) {
  const cells = layerNodes(
    graph.nodes.map(({ id }) => id),
    graph.edges,
  )
  const places = foldColumns(cells, { columns, pitch: PITCH })
  const cards = new Map(
    [...places].map(([id, { x, y }]): [string, Rect] => [id, { x: x + MARGIN, y: y + MARGIN, ...CARD }]),
  )
  const routes = routeEdges(
    cards,
    graph.edges.map(({ id, from, to, branch }) => ({ id, from, to, labelLength: branch?.length ?? 0 })),
    'right',
  )
  const rects = [...cards.values()]
  return {
    cards,
    routes,
    width: Math.max(0, ...rects.map((rect) => rect.x + rect.width)) + MARGIN,
    height: Math.max(0, ...rects.map((rect) => rect.y + rect.height)) + MARGIN,
  }
}

/** The nearest card in the direction of an arrow key. */
function neighbour(cards: ReadonlyMap<string, Rect>, from: string, key: string): string | undefined {
  const here = cards.get(from)
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key]
  if (!here || !direction) return undefined
  const [dx = 0, dy = 0] = direction
  let best: string | undefined
  let least = Infinity
  for (const [id, card] of cards) {
    const [x, y] = [card.x - here.x, card.y - here.y]
    const along = x * dx + y * dy
    if (id === from || along <= 4) continue
    const cost = along + 2 * Math.abs(x * dy + y * dx)
    if (cost < least) [best, least] = [id, cost]
  }
  return best
}

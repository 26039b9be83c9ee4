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
/** Between two columns there is room for the name of a way; on a phone both columns are to be seen. */
const pitchFor = (width: number) => ({ x: width < 480 ? 202 : 238, y: 84 })
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
  within,
  className,
}: {
  /** By node; see `nodeRuns`. Without them it is the plain drawing. */
  statuses?: NodeRuns
  /** `node port` of the ways a run took; the others are drawn faintly. */
  taken?: ReadonlySet<string>
  selected?: string | undefined
  onSelect?: (node: string) => void
  label?: string
  /** So high at most, in px: all of it is to be seen, made smaller where it has to be. Else it is as high as it is. */
  within?: number
  className?: string
} & (
  | /** What was drawn, */ { document: TeamDocument; bundle?: never }
  | /** or what runs. */ { bundle: Bundle; document?: never }
)) {
  const { ref, width } = useSize()
  const graph = useMemo(() => (drawn ? graphOfDocument(drawn) : graphOfBundle(bundle)), [drawn, bundle])
  const picture = useMemo(() => pictureFor(graph, width, within), [graph, width, within])
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
          style={{ width: picture.width, height: picture.height, zoom: picture.scale }}
        >
          <svg className="absolute inset-0 size-full" aria-hidden>
            {graph.edges.map((edge) => {
              const route = picture.routes.get(edge.id)
              if (!route) return null
              const back = backOf(graph, edge)
              const wentBack = back && (taken?.has(`${back.from} ${back.port}`) ?? true)
              const went = taken?.has(`${edge.from} ${edge.port}`) ?? true
              const name = edge.branch ?? back?.branch
              return (
                <g key={edge.id} className={went ? 'text-fg-3' : 'text-line-strong'}>
                  <path
                    d={route.path}
                    className="fill-none stroke-current"
                    strokeWidth={1.5}
                    strokeDasharray={went ? undefined : '3 3'}
                  />
                  <Arrow at={route.end} side={route.enter} />
                  {wentBack && <Arrow at={route.start} side={route.leave} />}
                  {name && (
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
                      {name}
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

type Graph = ReturnType<typeof graphOfDocument>

/** The edge that leads straight back, as from a desk to its hub: one line with two heads stands for both. */
const backOf = ({ edges }: Graph, { from, to }: Graph['edges'][number]) =>
  edges.find((other) => other.from === to && other.to === from)

type Picture = ReturnType<typeof layOut> & { scale: number }

/** Folded to the width; or, where all of it is to be seen within a height too, folded so that it stays largest. */
function pictureFor(graph: Graph, width: number, height: number | undefined): Picture {
  const narrow = pitchFor(width)
  const fitting = Math.max(2, Math.floor((width - 2 * MARGIN + narrow.x - CARD.width) / narrow.x))
  if (height === undefined) return { ...layOut(graph, fitting, narrow), scale: 1 }
  const longest = Math.max(0, ...graph.edges.map(({ branch }) => branch?.length ?? 0))
  const pitch = { x: CARD.width + Math.max(56, longest * LETTER + 40), y: narrow.y }
  const pictures = Array.from({ length: MOST_COLUMNS - 1 }, (_, more) => layOut(graph, more + 2, pitch)).map(
    (one): Picture => ({ ...one, scale: Math.min(1, width / one.width, height / one.height) }),
  )
  return pictures.reduce((best, one) => (one.scale > best.scale ? one : best))
}

/** Of a name beside a way, in px. */
const LETTER = 6.5
const MOST_COLUMNS = 14

function layOut(graph: Graph, columns: number, pitch: { x: number; y: number }) {
  const cells = layerNodes(
    graph.nodes.map(({ id }) => id),
    graph.edges,
  )
  const places = foldColumns(cells, { columns, pitch })
  const cards = new Map(
    [...places].map(([id, { x, y }]): [string, Rect] => [id, { x: x + MARGIN, y: y + MARGIN, ...CARD }]),
  )
  // Of two that lead to and fro, the one that leads on is drawn.
  const order = new Map(graph.nodes.map(({ id }, index) => [id, index]))
  const drawn = graph.edges.filter(
    (edge) => !backOf(graph, edge) || (order.get(edge.from) ?? 0) < (order.get(edge.to) ?? 0),
  )
  const routes = routeEdges(
    cards,
    drawn.map(({ id, from, to, branch }) => ({ id, from, to, labelLength: branch?.length ?? 0 })),
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

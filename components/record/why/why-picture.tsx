'use client'

import { createElement } from 'react'
import { cx } from '@/components/ui/cx'
import type { WhyGraph } from '../record-types'
import { CARD, placeWhy, WIDTH } from './place-why'
import { whyIcon } from './why-kinds'

const tones: Record<WhyGraph['nodes'][number]['tone'], string> = {
  plain: '',
  waiting: 'border-l-3 border-l-waiting-mark',
  blocked: 'border-l-3 border-l-blocked-mark',
  failed: 'border-l-3 border-l-failed-mark',
}

/** The causes as cards, what happened on top. A card leads to its entry. */
export function WhyPicture({
  graph,
  selected,
  entries,
  onOpen,
}: {
  graph: WhyGraph
  selected: string | null
  entries: Record<string, string>
  onOpen: (entry: string) => void
}) {
  const { boxes, lines, height } = placeWhy(graph)
  return (
    <div className="relative mx-auto" style={{ width: WIDTH, height }}>
      <svg className="absolute inset-0" width={WIDTH} height={height} aria-hidden>
        <defs>
          <marker
            id="why-up"
            viewBox="0 0 8 8"
            refX="6"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 .5 7 4 0 7.5z" className="fill-line-control" />
          </marker>
        </defs>
        {lines.map(({ key, path }) => (
          <path
            key={key}
            d={path}
            markerStart="url(#why-up)"
            className="fill-none stroke-line-control"
            strokeWidth={1.5}
          />
        ))}
      </svg>
      <ul>
        {boxes.map(({ key, x, y }) => {
          const node = graph.nodes.find((each) => each.key === key)
          if (!node) return null
          const entry = entries[key.replace(/\/tools$/, '')]
          return (
            <li
              key={key}
              className="absolute"
              style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
            >
              <WhyCard
                node={node}
                on={key === selected}
                {...(entry ? { onOpen: () => onOpen(entry) } : {})}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function WhyCard({
  node,
  on,
  onOpen,
}: {
  node: WhyGraph['nodes'][number]
  on: boolean
  onOpen?: () => void
}) {
  const look = cx(
    'block h-full w-full rounded-6 border border-line-strong bg-raised px-2.5 py-1 text-left',
    tones[node.tone],
    on && 'border-accent bg-accent-bg shadow-[0_0_0_1px_var(--accent)]',
    onOpen && 'hover:border-line-control',
  )
  const content = (
    <>
      <span className="flex h-4.5 items-center gap-1.5">
        {createElement(whyIcon(node.kind), { className: 'size-3.5 shrink-0 text-fg-3', 'aria-hidden': true })}
        <b className="min-w-0 flex-1 truncate font-label">{node.title}</b>
        {node.confidence !== undefined && <span title="confidence">{node.confidence.toFixed(2)}</span>}
      </span>
      <span className="block truncate text-12 leading-4.5 text-fg-3">{node.says}</span>
    </>
  )
  const words = `${node.title}: ${node.says}`
  return onOpen ? (
    <button type="button" className={look} onClick={onOpen} title={words} aria-current={on || undefined}>
      {content}
    </button>
  ) : (
    <div className={look} title={words}>
      {content}
    </div>
  )
}

'use client'

import type { KeyboardEvent } from 'react'
import { cx } from '@/components/ui/cx'
import { STATUS } from '@/components/ui/status-chip'
import type { TeamNode } from '@/domain/team/node'
import type { Rect } from '../geometry/shapes'
import { LOOKS } from '../kinds/looks'
import type { NodeRun } from '../model/node-run'
import { RUN_EDGE, RunLine } from './run-line'

/** A node in the small: its name, how often it ran, and its state in one line. */
export function GraphCard({
  node,
  run,
  rect,
  selected,
  focusable,
  onSelect,
  onFocus,
  onKeyDown,
}: {
  node: TeamNode
  run: NodeRun | undefined
  rect: Rect
  selected: boolean
  focusable: boolean
  onSelect: (() => void) | undefined
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const { icon: Icon, label } = LOOKS[node.kind]
  const state = run && (run.tally ?? run.word ?? STATUS[run.status].word)
  return (
    <button
      type="button"
      data-graph-node={node.id}
      aria-pressed={onSelect ? selected : undefined}
      aria-label={[`${label} ${node.name}`, state, run && !run.tally && run.times > 1 && `${run.times} times`]
        .filter(Boolean)
        .join(', ')}
      tabIndex={focusable ? 0 : -1}
      onClick={onSelect}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
      className={cx(
        'absolute grid grid-rows-[20px_18px] content-center rounded-6 border border-line-strong bg-raised px-2.5 text-left shadow-card hover:border-fg-3',
        run && RUN_EDGE[run.status],
        run?.status === 'idle' && 'bg-sunken text-fg-3 shadow-none',
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5">
        {!run && <Icon className="size-3.5 shrink-0 text-fg-3" aria-hidden />}
        <span className="min-w-0 flex-1 truncate font-strong">{node.name}</span>
        {run && !run.tally && run.times > 1 && (
          <span className="text-12 font-label text-fg-2">×{run.times}</span>
        )}
      </span>
      <span className="flex min-w-0 items-center text-12 text-fg-3">
        {run ? <RunLine run={run} compact /> : label}
      </span>
    </button>
  )
}

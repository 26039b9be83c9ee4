'use client'

import { GraphPicture } from '@/components/canvas/picture/graph-picture'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Kbd } from '@/components/ui/kbd'
import type { GridCellProps } from '@/components/ui/use-grid-keys'
import { formatMoney } from '@/domain/budget/money'
import type { ListedTemplate } from './team-types'

/**
 * A template: its picture, what it does, and what it comes to. The card shows more of it; its one button uses it, and so
 * does Enter.
 */
export function TemplateCard({
  template,
  cell,
  busy,
  onLook,
  onUse,
}: {
  template: ListedTemplate
  cell: GridCellProps
  busy: boolean
  onLook: () => void
  onUse: () => void
}) {
  const { name, about, graph, agents, gates, worstCalls, worstMicros, capMicros } = template
  return (
    <li className="group/template relative grid grid-cols-[minmax(0,1fr)] grid-rows-[132px_auto] overflow-hidden rounded-8 border border-line-strong focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)] hover:border-fg-3 focus-within:hover:border-accent">
      <span className="grid place-items-center border-b border-line bg-sunken px-3">
        <GraphPicture graph={graph} title={`Graph of ${name}`} className="max-h-28" />
      </span>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1 px-3.5 pt-2.5 pb-3">
        <div className="flex min-h-6 items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate text-14 font-strong">
            <button
              {...cell}
              type="button"
              onClick={onLook}
              aria-keyshortcuts="Enter"
              className="max-w-full truncate outline-none after:absolute after:inset-0"
            >
              {name}
            </button>
          </h2>
          <Button
            variant="primary"
            size="sm"
            tabIndex={cell.tabIndex}
            busy={busy}
            aria-label={`Use ${name}`}
            onClick={onUse}
            className="opacity-0 group-focus-within/template:opacity-100 group-hover/template:opacity-100 focus-visible:opacity-100 aria-busy:opacity-100 max-md:relative max-md:opacity-100 md:absolute md:top-35.5 md:right-3.5"
          >
            Use <Kbd keys="↵" onAccent />
          </Button>
        </div>
        <p className="line-clamp-2 min-h-10 text-fg-2">{about}</p>
        <p className="flex gap-3 text-12 text-fg-3">
          <span>{counted(agents.length, 'agent')}</span>
          <span>{counted(gates, 'gate')}</span>
        </p>
        {worstCalls !== null && (
          <p className="text-12 text-fg-3">
            at most{' '}
            <b className="font-label text-fg">
              {worstMicros === undefined ? worstCalls : formatMoney(BigInt(worstMicros))}
            </b>{' '}
            {worstMicros === undefined && 'calls '}
            {worstMicros !== undefined && capMicros !== undefined && `of ${formatMoney(BigInt(capMicros))} `}a
            run
          </p>
        )}
      </div>
    </li>
  )
}

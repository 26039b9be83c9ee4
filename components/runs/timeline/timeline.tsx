'use client'

import { UnfoldHorizontal } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { formatCoarse, formatDuration } from '@/components/ui/format-time'
import { SearchInput } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { useListKeys, type ListRowProps } from '@/components/ui/use-list-keys'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from '../run-types'
import { makeAxis, type Axis } from './axis'
import { COLUMNS, ROW_ICONS } from './look'
import { MoneyRow } from './money-row'
import { busyOf, rowsOf, waitsOf, wholeOf, type Row } from './rows'
import { TimeHead } from './time-head'
import { Track } from './track'

/** The whole run in one picture: who worked when, who was waited for, and what it had cost by then. */
export function Timeline({
  run,
  now,
  selected,
  onSelect,
  onOpen,
}: {
  run: RunDetail
  now: number
  selected: string | null
  onSelect: (visit: string) => void
  /** Enter on a step: its panel is wanted. */
  onOpen: () => void
}) {
  const [fold, setFold] = useState(true)
  const [text, setText] = useState('')
  const over = isOver(run.status)
  const all = useMemo(() => rowsOf(run, now), [run, now])
  const axis = useMemo(
    () => makeAxis(wholeOf(run, now), busyOf(run, now), { fold, tail: over ? 0.02 : 0.09 }),
    [run, now, fold, over],
  )
  const find = text.trim().toLowerCase()
  const rows = all.filter(({ name }) => !find || name.toLowerCase().includes(find))
  const steps = all.filter(({ level, visit }) => level === 0 && visit).length
  const folded = axis.segments.some(({ kind }) => kind === 'fold')
  return (
    <section aria-label="Timeline" className="flex min-h-0 flex-col">
      <div className="flex h-9.5 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4 max-sm:h-12">
        <h2 className="font-strong">Timeline</h2>
        <span className="text-fg-3">{steps === 1 ? '1 step' : `${steps} steps`}</span>
        <span className="flex-1" />
        {(folded || !fold) && (
          <button
            type="button"
            aria-pressed={!fold}
            onClick={() => setFold(!fold)}
            className="inline-flex h-6.5 items-center gap-1.5 rounded-6 border border-line px-2 whitespace-nowrap text-fg-2 hover:bg-hover max-sm:hidden"
          >
            <UnfoldHorizontal className="size-3.5" aria-hidden />
            Waiting <b className="font-label text-fg">{fold ? 'folded' : 'to scale'}</b>
          </button>
        )}
        <SearchInput value={text} onValueChange={setText} label="Find a step" kbd="" className="w-40" />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <TimeHead axis={axis} waits={waitsOf(run, now)} open={!over} />
        <Rows {...{ rows, axis, selected, onSelect, onOpen }} open={!over} />
        {rows.length === 0 && <p className="px-4 py-3 text-fg-3">No step is called “{text}”.</p>}
        <MoneyRow run={run} axis={axis} now={now} />
      </div>
    </section>
  )
}

function Rows(props: {
  rows: readonly Row[]
  axis: Axis
  open: boolean
  selected: string | null
  onSelect: (visit: string) => void
  onOpen: () => void
}) {
  const { rows, axis, open, selected, onSelect, onOpen } = props
  const steps = rows.filter(({ level, visit }) => level === 0 && visit !== null)
  const here = steps.findIndex(({ visit }) => visit === selected)
  const select = (index: number) => {
    const visit = steps[index]?.visit
    if (visit) onSelect(visit)
  }
  const { setActive, rowProps } = useListKeys({
    count: steps.length,
    onActive: select,
    onOpen,
    what: 'step',
  })
  useEffect(() => setActive(here), [here, setActive])
  return (
    <div role="treegrid" aria-label="Steps">
      {rows.map((row) => {
        const index = steps.indexOf(row)
        return (
          <Line
            key={row.key}
            {...{ row, axis, open }}
            selected={row.visit !== null && row.visit === selected}
            keys={index < 0 ? undefined : rowProps(index)}
            onSelect={() => row.visit && onSelect(row.visit)}
          />
        )
      })}
    </div>
  )
}

function Line(props: {
  row: Row
  axis: Axis
  open: boolean
  selected: boolean
  keys: ListRowProps | undefined
  onSelect: () => void
}) {
  const { row, axis, open, selected, keys, onSelect } = props
  const Icon = ROW_ICONS[row.kind]
  const below = row.level === 1
  const waited = row.kind === 'human' || row.kind === 'review'
  return (
    <div
      role="row"
      aria-level={row.level + 1}
      aria-selected={selected && !below}
      aria-disabled={row.visit === null || undefined}
      title={row.note || undefined}
      onClick={onSelect}
      {...keys}
      className={cx(
        COLUMNS,
        'h-[29px] -outline-offset-2 hover:bg-hover',
        selected && !below && 'bg-accent-bg shadow-[inset_2px_0_var(--accent)] hover:bg-accent-bg',
      )}
    >
      <span
        role="gridcell"
        className={cx('flex min-w-0 items-center gap-1.75 pl-4', below && 'pl-9.5 text-12 text-fg-2')}
      >
        {Icon && <Icon className="size-3.5 shrink-0 text-fg-3" aria-hidden />}
        <span className={cx('truncate', row.visit === null && 'text-fg-3')}>
          {row.name} {row.aside && <span className="text-12 text-fg-3">{row.aside}</span>}
        </span>
      </span>
      <Track row={row} axis={axis} open={open} selected={selected && !below} />
      <span role="gridcell" className="pr-3.5 text-right text-12 whitespace-nowrap text-fg-2">
        {row.ms === null ? '' : waited ? formatCoarse(row.ms) : formatDuration(row.ms)}
      </span>
      <span role="gridcell" className="pr-3.5 text-right text-12 text-fg-2 max-sm:hidden">
        {row.micros !== null && <Money micros={row.micros} />}
      </span>
    </div>
  )
}

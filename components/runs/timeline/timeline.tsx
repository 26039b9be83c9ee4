'use client'

import { ChevronDown, ChevronRight, UnfoldHorizontal } from 'lucide-react'
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { formatCoarse, formatDuration } from '@/components/ui/format-time'
import { SearchInput } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { useListKeys, type ListRowProps } from '@/components/ui/use-list-keys'
import { useVirtualRows } from '@/components/ui/use-virtual-rows'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from '../run-types'
import { laneTree } from '../lanes/lane-tree'
import { makeAxis, type Axis } from './axis'
import { linesAround } from './lane-rows'
import { COLUMNS, ROW_ICONS } from './look'
import { MoneyRow } from './money-row'
import type { Row } from './row'
import { busyOf, rowsOf, waitsOf, wholeOf } from './rows'
import { TimeHead } from './time-head'
import { Track } from './track'
import { visitsOf } from './visits'

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
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const over = isOver(run.status)
  const find = text.trim().toLowerCase()
  const visits = useMemo(() => visitsOf(run), [run])
  const all = useMemo(() => rowsOf(run, now, { turned, all: find !== '' }), [run, now, turned, find])
  const turn = (key: string) =>
    setTurned((before) => {
      const after = new Set(before)
      if (!after.delete(key)) after.add(key)
      return after
    })
  // What is selected elsewhere, as on the graph, is in sight here; a line closed by hand stays closed until then.
  const [around, setAround] = useState<string | null>(null)
  if (around !== selected) {
    setAround(selected)
    const lines = selected === null ? undefined : linesAround(laneTree(run, visits), selected)
    const closed = lines?.filter(({ few }) => !few).map(({ key }) => key) ?? []
    if (closed.some((key) => !turned.has(key))) setTurned(new Set([...turned, ...closed]))
  }
  const axis = useMemo(
    () => makeAxis(wholeOf(run, now), busyOf(run, now), { fold, tail: over ? 0.02 : 0.09 }),
    [run, now, fold, over],
  )
  const rows = all.filter(({ name, aside }) => !find || `${name} ${aside}`.toLowerCase().includes(find))
  const steps = visits.length
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
      <Rows
        {...{ rows, axis, selected, onSelect, onOpen }}
        onTurn={turn}
        open={!over}
        head={<TimeHead axis={axis} waits={waitsOf(run, now)} open={!over} />}
      >
        {rows.length === 0 && <p className="px-4 py-3 text-fg-3">No step is called “{text}”.</p>}
        <MoneyRow run={run} axis={axis} now={now} />
      </Rows>
    </section>
  )
}

/** How high a line is, in px. */
const HEIGHT = 29

function Rows(props: {
  rows: readonly Row[]
  axis: Axis
  open: boolean
  selected: string | null
  onSelect: (visit: string) => void
  onOpen: () => void
  /** Shows or hides what stands below a line. */
  onTurn: (key: string) => void
  head: ReactNode
  children: ReactNode
}) {
  const { rows, axis, open, selected, onSelect, onOpen, onTurn, head, children } = props
  const steps = useMemo(
    () => rows.filter((row) => row.level === 0 && (row.visit !== null || row.open !== undefined)),
    [rows],
  )
  const stepOf = useMemo(() => new Map(steps.map((row, index) => [row, index])), [steps])
  const here = steps.findIndex(({ visit }) => visit !== null && visit === selected)
  const {
    scroller,
    rows: drawn,
    before,
    after,
    reveal,
  } = useVirtualRows({
    count: rows.length,
    height: HEIGHT,
    onEnd: () => undefined,
  })
  const select = (index: number) => {
    const visit = steps[index]?.visit
    if (visit) onSelect(visit)
  }
  const { setActive, rowProps } = useListKeys({
    count: steps.length,
    onActive: select,
    onOpen: (index) => {
      const step = steps[index]
      if (step?.open === undefined) onOpen()
      else onTurn(step.key)
    },
    reveal: (index) => {
      const step = steps[index]
      if (step) reveal(rows.indexOf(step))
    },
    what: 'step',
  })
  useEffect(() => setActive(here), [here, setActive])
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      {head}
      <div role="treegrid" aria-label="Steps" aria-rowcount={rows.length}>
        <div style={{ height: before }} aria-hidden />
        {drawn.map(({ index: at }) => {
          const row = rows[at]
          if (!row) return null
          const index = stepOf.get(row)
          return (
            <Line
              key={row.key}
              {...{ row, axis, open }}
              number={at + 1}
              selected={row.visit !== null && row.visit === selected}
              keys={index === undefined ? undefined : rowProps(index)}
              onTurn={() => onTurn(row.key)}
              onSelect={() => (row.visit ? onSelect(row.visit) : row.open !== undefined && onTurn(row.key))}
            />
          )
        })}
        <div style={{ height: after }} aria-hidden />
      </div>
      {children}
    </div>
  )
}

function Line(props: {
  row: Row
  axis: Axis
  open: boolean
  number: number
  selected: boolean
  keys: ListRowProps | undefined
  onTurn: () => void
  onSelect: () => void
}) {
  const { row, axis, open, number, selected, keys, onTurn, onSelect } = props
  const below = row.level === 1
  const waited = row.kind === 'human' || row.kind === 'review'
  const onKeyDown = (event: KeyboardEvent) => {
    const turns =
      (event.key === 'ArrowRight' && row.open === false) || (event.key === 'ArrowLeft' && row.open === true)
    if (!turns) return keys?.onKeyDown(event)
    event.preventDefault()
    onTurn()
  }
  return (
    <div
      role="row"
      aria-level={row.level + row.depth + 1}
      aria-rowindex={number}
      aria-expanded={row.open}
      aria-selected={selected && !below}
      aria-disabled={(row.visit === null && row.open === undefined) || undefined}
      title={[row.name, row.aside, row.note].filter(Boolean).join(' · ')}
      onClick={onSelect}
      {...keys}
      onKeyDown={onKeyDown}
      className={cx(
        COLUMNS,
        'h-[29px] -outline-offset-2 hover:bg-hover',
        selected && !below && 'bg-accent-bg shadow-[inset_2px_0_var(--accent)] hover:bg-accent-bg',
      )}
    >
      <Name row={row} />
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

/** Deeper than this no line is moved in further: the name needs the room. */
const DEEPEST = 4

function Name({ row }: { row: Row }) {
  const { open, level, depth, visit, name, aside } = row
  const below = level === 1
  const Icon = open === undefined ? ROW_ICONS[row.kind] : open ? ChevronDown : ChevronRight
  return (
    <span
      role="gridcell"
      className={cx('flex min-w-0 items-center gap-1.75', below && 'text-12 text-fg-2')}
      style={{ paddingLeft: (below ? 38 : 16) + 14 * Math.min(depth, DEEPEST) }}
    >
      {Icon && <Icon className="size-3.5 shrink-0 text-fg-3" aria-hidden />}
      <span className={cx('truncate', visit === null && open === undefined && 'text-fg-3')}>
        {name} {aside && <span className="text-12 text-fg-3">{aside}</span>}
      </span>
    </span>
  )
}

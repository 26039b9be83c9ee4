'use client'

import { cx } from '@/components/ui/cx'
import { formatCoarse } from '@/components/ui/format-time'
import { BREAK, type Axis } from './axis'
import { BAR_LOOKS, BAR_WORDS, WAIT_LOOKS } from './look'
import { placeBar, placeNote } from './place'
import type { Bar, Row } from './row'

const percent = (share: number): string => `${share * 100}%`

/** The lines behind every row: round times, and the breaks before what is not to scale. */
export function TrackLines({ axis, open }: { axis: Axis; open: boolean }) {
  return (
    <>
      {axis.ticks.map(({ x }) => (
        <span key={x} className="absolute inset-y-0 w-px bg-line" style={{ left: percent(x) }} />
      ))}
      {axis.segments.map(
        (segment) =>
          segment.kind === 'fold' && (
            <span
              key={segment.from}
              className="absolute inset-y-0 border-x border-dashed border-line-control bg-sunken"
              style={{ left: percent(segment.x0), width: percent(BREAK) }}
            />
          ),
      )}
      {open && (
        <span
          className="absolute inset-y-0 w-px bg-line"
          style={{ left: percent(axis.segments.at(-1)?.x1 ?? 1) }}
        />
      )}
    </>
  )
}

/** One row's bars and what is said about them. */
export function Track({
  row,
  axis,
  open,
  selected,
}: {
  row: Row
  axis: Axis
  open: boolean
  selected: boolean
}) {
  const placed = row.bars.map((bar) => placeBar(axis, bar, isWait(bar)))
  const note = row.note ? placeNote(placed) : null
  const end = axis.segments.at(-1)?.x1 ?? 1
  return (
    <div role="gridcell" className="relative h-full border-l border-line">
      <TrackLines axis={axis} open={open} />
      {row.bars.map((bar, index) => (
        <BarMark
          key={index}
          bar={bar}
          left={placed[index]?.left ?? 0}
          width={placed[index]?.width ?? 0}
          selected={selected}
          waiting={
            isWait(bar) && (placed[index]?.left ?? 0) + (placed[index]?.width ?? 0) >= end - 1e-6 && open
          }
        />
      ))}
      {note && (
        <span
          className={cx(
            'pointer-events-none absolute top-1.5 truncate px-1.5 text-12 text-fg-3 max-sm:hidden',
            note.side === 'left' && 'text-right',
          )}
          style={
            note.side === 'right'
              ? { left: percent(note.x), right: 0 }
              : { left: 0, right: percent(1 - foldBefore(axis, note.x)) }
          }
        >
          {row.note}
        </span>
      )}
    </div>
  )
}

/** A note left of a bar that begins behind a break ends before the break. */
const foldBefore = (axis: Axis, x: number): number =>
  axis.segments.find(({ kind, x0 }) => kind === 'fold' && Math.abs(x0 + BREAK - x) < 1e-6)?.x0 ?? x

const isWait = ({ tone }: Bar): boolean => tone === 'person' || tone === 'pause'

function BarMark(props: { bar: Bar; left: number; width: number; selected: boolean; waiting: boolean }) {
  const { bar, left, width, selected, waiting } = props
  const style = { left: percent(left), width: percent(width) }
  if (bar.tone === 'person' || bar.tone === 'pause') {
    return (
      <span
        role="img"
        aria-label={`${BAR_WORDS[bar.tone]} ${formatCoarse(bar.to - bar.from)}`}
        className={cx(
          'absolute top-[7px] grid h-[15px] min-w-[3px] place-items-center rounded-[2px] border',
          waiting && bar.tone === 'person' ? WAIT_LOOKS.open : WAIT_LOOKS.over,
        )}
        style={style}
      >
        {width > 0.09 && (
          <b
            className={cx(
              'px-1.5 text-12 leading-[13px] font-label',
              waiting && bar.tone === 'person' ? 'bg-waiting-bg text-waiting-fg' : 'bg-page text-fg-2',
            )}
          >
            {formatCoarse(bar.to - bar.from)}
          </b>
        )}
      </span>
    )
  }
  return (
    <span
      role="img"
      aria-label={BAR_WORDS[bar.tone]}
      className={cx(
        'absolute min-w-[3px] rounded-[2px]',
        BAR_LOOKS[bar.tone],
        selected && bar.tone === 'work' && 'bg-accent',
      )}
      style={style}
    />
  )
}

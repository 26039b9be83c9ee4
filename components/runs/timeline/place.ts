import type { Axis, Span } from './axis'

export interface Placed {
  left: number
  width: number
}

/** Where a bar lies, 0 to 1. A person's bar begins behind the fold's break. */
export function placeBar(axis: Axis, bar: Span, waiting: boolean): Placed {
  const left = waiting ? axis.enter(bar.from) : axis.at(bar.from)
  return { left, width: Math.max(0, axis.at(bar.to) - left) }
}

/** A note stands right of the last bar, or left of the first where the right has no room; between wide bars it has none. */
export function placeNote(
  bars: readonly Placed[],
  room = 0.66,
): { side: 'left' | 'right'; x: number } | null {
  const right = Math.max(0, ...bars.map(({ left, width }) => left + width))
  const left = Math.min(1, ...bars.map((bar) => bar.left))
  if (right <= room) return { side: 'right', x: right }
  return left >= 0.34 ? { side: 'left', x: left } : null
}

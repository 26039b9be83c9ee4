/** A stretch of time, in epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

export interface Segment extends Span {
  kind: 'work' | 'fold'
  /** Place on the axis, 0 to 1. */
  x0: number
  x1: number
  /** Milliseconds of work before it. */
  worked: number
}

export interface Tick {
  x: number
  label: string
}

export interface Axis {
  segments: Segment[]
  ticks: Tick[]
  /** Where a moment lies, 0 to 1; the end of work before a fold. */
  at(ms: number): number
  /** As `at`, but a moment at the beginning of a fold lies behind its break. */
  enter(ms: number): number
  /** Milliseconds of work on the whole axis. */
  worked: number
}

/** Share of the axis that the shaded break before a fold takes. */
export const BREAK = 0.034
const FOLD = 0.3
const ALL_FOLDS = 0.55

/**
 * The axis of a waterfall: work is to scale, and a gap without work is folded to a fixed width when it is longer than
 * half of all work, so that an hour at a person's desk does not flatten the seconds of work. `tail` is left free at
 * the right, for what is said about now.
 */
export function makeAxis(
  whole: Span,
  busy: readonly Span[],
  { fold = true, tail = 0.02 }: { fold?: boolean; tail?: number } = {},
): Axis {
  const to = Math.max(whole.to, whole.from + 1)
  const work = unite(busy.map((span) => clip(span, whole.from, to)))
  const worked = sumOf(work)
  const longEnough = Math.max(worked / 2, 1000)
  const gaps = gapsOf(work, whole.from, to).filter((gap) => fold && gap.to - gap.from > longEnough)
  const width = 1 - tail
  const each = gaps.length === 0 ? 0 : Math.min(FOLD, ALL_FOLDS / gaps.length)
  const shown = to - whole.from - sumOf(gaps)
  const scale = shown > 0 ? (width - each * gaps.length) / shown : 0
  const segments = layOut(whole.from, to, gaps, each, scale)
  const at = (ms: number) => place(segments, ms, 0)
  const enter = (ms: number) => place(segments, ms, BREAK)
  return { segments, ticks: ticksOf(segments), at, enter, worked: shown }
}

/** Overlapping and touching spans made one, in order of time; empty ones are dropped. */
export function unite(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)
  const united: Span[] = []
  for (const span of sorted) {
    const last = united.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else united.push({ ...span })
  }
  return united
}

export const sumOf = (spans: readonly Span[]): number =>
  spans.reduce((total, { from, to }) => total + to - from, 0)

const clip = ({ from, to }: Span, low: number, high: number): Span => ({
  from: Math.min(Math.max(from, low), high),
  to: Math.min(Math.max(to, low), high),
})

function gapsOf(work: readonly Span[], from: number, to: number): Span[] {
  const gaps: Span[] = []
  let end = from
  for (const span of work) {
    if (span.from > end) gaps.push({ from: end, to: span.from })
    end = span.to
  }
  if (to > end) gaps.push({ from: end, to })
  return gaps
}

function layOut(from: number, to: number, gaps: readonly Span[], each: number, scale: number): Segment[] {
  const segments: Segment[] = []
  let [moment, x, worked] = [from, 0, 0]
  const work = (until: number) => {
    if (until <= moment) return
    const x1 = x + (until - moment) * scale
    segments.push({ kind: 'work', from: moment, to: until, x0: x, x1, worked })
    worked += until - moment
    ;[moment, x] = [until, x1]
  }
  for (const gap of gaps) {
    work(gap.from)
    segments.push({ kind: 'fold', ...gap, x0: x, x1: x + each, worked })
    ;[moment, x] = [gap.to, x + each]
  }
  work(to)
  return segments
}

/** The end of the segment before, or (with an inset) the beginning of the one after. */
function place(segments: readonly Segment[], ms: number, inset: number): number {
  const segment =
    inset > 0 ? segments.findLast(({ from }) => from <= ms) : segments.find(({ to }) => ms <= to)
  if (!segment) return inset > 0 ? 0 : (segments.at(-1)?.x1 ?? 0)
  const share = Math.min(1, Math.max(0, (ms - segment.from) / (segment.to - segment.from)))
  if (segment.kind === 'fold' && share === 0 && inset === 0) return segment.x0
  const start = segment.kind === 'fold' ? segment.x0 + BREAK : segment.x0
  return start + share * (segment.x1 - start)
}

const SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400]
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, ...SECONDS.map((seconds) => seconds * 1000)]
const NEAREST = 0.075

/** Round numbers of work done, at most about five of them, none so close to another that they would touch. */
function ticksOf(segments: readonly Segment[]): Tick[] {
  const work = segments.filter(({ kind }) => kind === 'work')
  const worked = sumOf(work)
  const step = STEPS.find((ms) => worked / ms <= 5) ?? 86_400_000 * Math.ceil(worked / 432e6)
  const ticks: Tick[] = []
  for (const segment of work) {
    const length = segment.to - segment.from
    for (let ms = Math.ceil(segment.worked / step) * step; ms <= segment.worked + length; ms += step) {
      const x = segment.x0 + ((ms - segment.worked) / length) * (segment.x1 - segment.x0)
      if (x - (ticks.at(-1)?.x ?? -1) >= NEAREST && x < 0.97) ticks.push({ x, label: tickLabel(ms) })
    }
  }
  return ticks
}

function tickLabel(ms: number): string {
  if (ms === 0) return '0 s'
  if (ms < 1000) return `${ms} ms`
  if (ms < 120_000) return `${ms / 1000} s`
  if (ms < 7_200_000) return `${ms / 60_000} min`
  return `${ms / 3_600_000} h`
}

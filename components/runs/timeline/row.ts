import type { NodeKind } from '@/domain/team/node'
import type { Span } from './axis'

export interface Bar extends Span {
  tone: 'work' | 'failed' | 'blocked' | 'running' | 'person' | 'pause' | 'call' | 'call-failed'
}

/** One line of the waterfall. */
export interface Row {
  key: string
  /** 1 stands below its step. */
  level: 0 | 1
  /** How many lanes it stands in, one within the other. */
  depth: number
  kind: NodeKind | 'call' | 'review' | 'lanes'
  name: string
  aside: string
  /** The visit it selects; null when nothing was done yet. */
  visit: string | null
  /** Of a line that others stand below: whether they are shown. */
  open?: boolean
  bars: Bar[]
  note: string
  ms: number | null
  micros: bigint | null
}

/** What of a run is shown: lines that were opened or closed by hand, and all of them while one is sought. */
export interface Shown {
  turned: ReadonlySet<string>
  all: boolean
}

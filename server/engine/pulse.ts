import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks'
import type { Pool } from 'pg'
import type { Tally } from './tally'
import type { WorkerAbout } from './worker-about'

const RESOLUTION_MS = 20
const SPAN_MS = 30_000

/** The version of Baton that this process runs. */
const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/**
 * How late timers come in this process. A histogram cannot forget, so two take turns of half a minute each, and the
 * one that has counted for longer is asked.
 */
class LoopDelay {
  private readonly histograms: [IntervalHistogram, IntervalHistogram]
  private readonly turns: NodeJS.Timeout

  constructor() {
    const start = () => {
      const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      histogram.enable()
      return histogram
    }
    this.histograms = [start(), start()]
    this.turns = setInterval(() => {
      const [older, newer] = this.histograms
      older.reset()
      this.histograms.splice(0, 2, newer, older)
    }, SPAN_MS).unref()
  }

  /** Milliseconds, or null before anything was measured. Node counts the sampling interval in; it is taken off. */
  p99(): number | null {
    const [older] = this.histograms
    if (older.count === 0) return null
    return Math.max(0, Math.round((older.percentile(99) / 1e6 - RESOLUTION_MS) * 10) / 10)
  }

  stop(): void {
    clearInterval(this.turns)
    for (const histogram of this.histograms) histogram.disable()
  }
}

/** What this worker says of itself. */
export class Pulse {
  private readonly delay = new LoopDelay()

  constructor(
    private readonly of: { pool: Pool; tally: Tally; concurrency: number; inFlight: () => number },
  ) {}

  about(): WorkerAbout {
    const { pool, tally, concurrency, inFlight } = this.of
    return {
      host: hostname(),
      pid: process.pid,
      version: VERSION,
      inFlight: inFlight(),
      concurrency,
      memory: process.memoryUsage.rss(),
      loopDelayMs: this.delay.p99(),
      steps: tally.lastMinute(),
      pool: { open: pool.totalCount, idle: pool.idleCount, most: pool.options.max },
    }
  }

  stop(): void {
    this.delay.stop()
  }
}

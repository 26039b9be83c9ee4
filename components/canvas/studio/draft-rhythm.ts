const PAUSE_MS = 300
/** Whoever types on and on is seen by others all the same. */
const LONGEST_MS = 1000
const AGAIN_MS = 4000

/** When a draft's edits are sent: a short while after the last one, and not too long after the first. */
export class Rhythm {
  private timer: ReturnType<typeof setTimeout> | undefined
  private since: number | undefined
  private resting = false

  constructor(
    private readonly send: () => void,
    private readonly now: () => number,
  ) {}

  /** @param waits whether anything is to be sent after that edit */
  edited(waits: boolean): void {
    if (!waits) return this.sent(false)
    this.since ??= this.now()
    this.in(Math.max(0, Math.min(PAUSE_MS, this.since + LONGEST_MS - this.now())))
  }

  /** @param more whether something waits still */
  sent(more: boolean): void {
    this.since = more ? this.now() : undefined
  }

  pause(): void {
    this.in(PAUSE_MS)
  }

  atOnce(): void {
    this.in(0)
  }

  /** The server was not reached. */
  later(): void {
    this.in(AGAIN_MS)
  }

  cancel(): void {
    clearTimeout(this.timer)
  }

  rest(resting: boolean): void {
    this.resting = resting
    if (resting) this.cancel()
  }

  private in(ms: number): void {
    clearTimeout(this.timer)
    if (!this.resting) this.timer = setTimeout(this.send, ms)
  }
}

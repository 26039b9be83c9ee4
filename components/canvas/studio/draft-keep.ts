import type { DraftKeep, Unsaved } from './draft-port'

/** What stands in the browser's storage for one window that has something unsaved. */
interface Entry {
  unsaved: Unsaved
  /** When its window last said that it is there; 0 once it is closed. */
  aliveAt: number
}

const BEAT_MS = 2000
/** A window that has not said so for this long is gone. */
const DEAD_MS = 6000

/**
 * Keeps what is not saved in the browser, so that it outlives a reload: by team and person, each window for itself. What
 * closed windows left is taken up by the next.
 * @param owner the team's id and the person's: nobody takes up what somebody else left at the same machine
 */
export class BrowserKeep implements DraftKeep {
  private readonly prefix: string
  private readonly key: string
  private unsaved: Unsaved | undefined
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(
    owner: { team: string; person: string },
    private readonly storage: Storage,
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = `baton.draft.${owner.team}.${owner.person}.`
    this.key = this.prefix + crypto.randomUUID()
  }

  /** False where the browser has no room for it: then leaving asks first. */
  holds = true

  put(unsaved: Unsaved | undefined): void {
    this.unsaved = unsaved
    clearInterval(this.timer)
    if (unsaved) this.timer = setInterval(() => this.write(this.now()), BEAT_MS)
    this.write(this.now())
  }

  /** What a window that is gone could not save, taken out of the storage: whoever asks has it now. */
  take(): Unsaved | undefined {
    const keys = Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i) ?? '')
    for (const key of keys.filter((each) => each.startsWith(this.prefix) && each !== this.key)) {
      const entry = read(this.storage.getItem(key))
      if (entry && this.now() - entry.aliveAt < DEAD_MS) continue
      this.storage.removeItem(key)
      if (entry) return entry.unsaved
    }
    return undefined
  }

  /** The window closes: what it leaves may be taken up at once. */
  leave(): void {
    clearInterval(this.timer)
    this.write(0)
  }

  private write(aliveAt: number): void {
    try {
      if (this.unsaved) this.storage.setItem(this.key, JSON.stringify({ unsaved: this.unsaved, aliveAt }))
      else this.storage.removeItem(this.key)
      this.holds = true
    } catch {
      // The storage is full or forbidden.
      this.holds = false
    }
  }
}

function read(text: string | null): Entry | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as Entry)
  } catch {
    return undefined
  }
}

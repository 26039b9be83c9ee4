import { z } from 'zod'
import type { Command } from '@/domain/team/command'
import { teamDocumentSchema } from '@/domain/team/document'
import type { DraftKeep, OpenClash, Unsaved } from './draft-port'

/** Edits are judged where they are put on the document: what the server would refuse is for a person to see. */
const unsavedSchema = z.object({
  base: z.object({ document: teamDocumentSchema, revision: z.number() }),
  pending: z.array(z.custom<Command>(having('type'))),
  sending: z.object({ id: z.string(), count: z.number() }).optional(),
  clashes: z.array(z.custom<OpenClash>(having('key'))),
})

/** What stands in the browser's storage for one window that has something unsaved. */
const entrySchema = z.object({
  unsaved: unsavedSchema,
  /** When its window last said that it is there; 0 once it is closed. */
  aliveAt: z.number(),
})

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

/** An earlier version of the console, or anybody at the machine, may have left what this one cannot read. */
function read(text: string | null): { unsaved: Unsaved; aliveAt: number } | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text ?? 'null')).data
  } catch {
    return undefined
  }
}

function having(member: string): (value: unknown) => boolean {
  return (value) => z.looseObject({ [member]: z.string() }).safeParse(value).success
}

import { CommandError, type Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import * as history from '@/domain/team/history'
import { reduce } from '@/domain/team/reduce'

/** How the store reaches the server. */
export interface DraftPort {
  apply(revision: number, commands: Command[]): Promise<{ revision: number }>
  put(revision: number, document: TeamDocument): Promise<{ revision: number }>
  load(): Promise<Base>
  /** What a failure means: someone else was first, the server refused for good, or it was not reached. */
  fault(error: unknown): { kind: 'conflict' | 'refused' | 'away'; message: string }
}

export interface Base {
  document: TeamDocument
  revision: number
}

export type SaveState =
  | { state: 'saved'; at: number | undefined }
  | { state: 'unsaved' | 'saving' }
  | { state: 'away'; message: string }
  | { state: 'refused'; message: string }
  /** Both sides changed and the edits here cannot be put on top: a person chooses. */
  | { state: 'conflict'; theirs: Base }

export interface Draft {
  history: history.History
  save: SaveState
  /** Another's edits that came in, for a notice; counts up. */
  merged: { times: number; dropped: number }
}

const PAUSE_MS = 600
const AGAIN_MS = 4000

/**
 * A team's draft as it is edited here: history, and what of it the server has. Edits are sent as commands after a
 * pause; after an undo the document is sent whole. If someone else was first, edits here are put on top of theirs.
 */
export class DraftStore {
  private draft: Draft
  private base: Base
  /** Since `base`: the edits in order, or that only the whole document says it. */
  private pending: Command[] | 'whole' = []
  private inFlight = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()

  constructor(
    base: Base,
    private readonly port: DraftPort,
    private readonly now: () => number = Date.now,
  ) {
    this.base = base
    this.draft = {
      history: history.startHistory(base.document),
      save: { state: 'saved', at: undefined },
      merged: { times: 0, dropped: 0 },
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = (): Draft => this.draft

  /** @throws CommandError when it does not apply */
  edit(command: Command, { joins = false } = {}): void {
    const next = history.edit(this.draft.history, command)
    if (next === this.draft.history) return
    if (this.pending !== 'whole') this.pending = [...this.pending, command]
    this.moved(joins ? next : history.seal(next))
  }

  undo(): void {
    this.travel(history.undo(this.draft.history))
  }

  redo(): void {
    this.travel(history.redo(this.draft.history))
  }

  /** Takes over what the server has, when nothing here waits to be saved. */
  adopt(base: Base): void {
    if (base.revision <= this.base.revision || this.dirty || this.inFlight) return
    this.base = base
    this.set({ history: history.startHistory(base.document), save: { state: 'saved', at: this.now() } })
  }

  /** Ends a conflict. */
  settle(keep: 'mine' | 'theirs'): void {
    const { save } = this.draft
    if (save.state !== 'conflict') return
    this.base = save.theirs
    this.pending = keep === 'mine' ? 'whole' : []
    if (keep === 'mine') this.moved(this.draft.history)
    else
      this.set({
        history: history.startHistory(save.theirs.document),
        save: { state: 'saved', at: this.now() },
      })
  }

  /** Sends what waits now, as before publishing. Resolves when the server has it, or with false when it cannot. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    while (this.dirty && !this.stuck) {
      if (this.inFlight) await new Promise((resolve) => setTimeout(resolve, 50))
      else if (!(await this.send())) return false
    }
    return !this.dirty
  }

  get dirty(): boolean {
    return this.pending === 'whole' || this.pending.length > 0
  }

  get revision(): number {
    return this.base.revision
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private get stuck(): boolean {
    return this.draft.save.state === 'conflict' || this.draft.save.state === 'refused'
  }

  private travel(next: history.History): void {
    if (next === this.draft.history) return
    this.pending = next.document === this.base.document ? [] : 'whole'
    this.moved(next)
  }

  private moved(next: history.History): void {
    this.set({ history: next, save: this.dirty ? { state: 'unsaved' } : { state: 'saved', at: this.now() } })
    this.schedule(PAUSE_MS)
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.send(), ms)
  }

  private async send(): Promise<boolean> {
    if (this.inFlight || !this.dirty || this.draft.save.state === 'conflict') return false
    const sent = this.pending
    const { document } = this.draft.history
    this.inFlight = true
    this.set({ save: { state: 'saving' } })
    try {
      const { revision } =
        sent === 'whole'
          ? await this.port.put(this.base.revision, document)
          : await this.port.apply(this.base.revision, sent)
      this.base = { document, revision }
      this.settleSent(sent, document)
      return true
    } catch (error) {
      return await this.recover(error)
    } finally {
      this.inFlight = false
      if (this.dirty && !this.stuck) this.schedule(this.draft.save.state === 'away' ? AGAIN_MS : PAUSE_MS)
    }
  }

  private settleSent(sent: Command[] | 'whole', document: TeamDocument): void {
    if (this.draft.history.document === document) this.pending = []
    else if (this.pending !== 'whole' && sent !== 'whole') this.pending = this.pending.slice(sent.length)
    // Edits made while the whole was under way cannot be told from it: the whole again.
    else this.pending = 'whole'
    this.set({ save: this.dirty ? { state: 'unsaved' } : { state: 'saved', at: this.now() } })
  }

  private async recover(error: unknown): Promise<boolean> {
    const { kind, message } = this.port.fault(error)
    if (kind !== 'conflict') {
      this.set({ save: { state: kind, message } })
      return false
    }
    try {
      this.rebase(await this.port.load())
      return !this.stuck
    } catch {
      this.set({ save: { state: 'away', message } })
      return false
    }
  }

  /** The edits here on top of what the server has; those that no longer apply are left out. */
  private rebase(theirs: Base): void {
    if (this.pending === 'whole') {
      this.set({ save: { state: 'conflict', theirs } })
      return
    }
    const kept: Command[] = []
    let { document } = theirs
    for (const command of this.pending) {
      try {
        document = reduce(document, command)
        kept.push(command)
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
      }
    }
    const dropped = this.pending.length - kept.length
    this.base = theirs
    this.pending = kept
    this.set({
      history: history.startHistory(document),
      save: { state: 'unsaved' },
      merged: { times: this.draft.merged.times + 1, dropped },
    })
  }

  private set(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change }
    for (const listener of this.listeners) listener()
  }
}

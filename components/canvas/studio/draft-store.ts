import { placesChanged } from '@/domain/team/places'
import { keepingMine, type Clash } from '@/domain/team/clash'
import { CommandError, type Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import * as history from '@/domain/team/history'
import { historyOnto, mergeEdits } from '@/domain/team/merge'
import { reduce } from '@/domain/team/reduce'
import { Authors } from './draft-authors'
import type { Base, Batch, Draft, DraftKeep, DraftPort, SaveState, Since, Unsaved } from './draft-port'
import { Rhythm } from './draft-rhythm'

/** In one message to the server. */
const MOST = 500

/**
 * A team's draft as it is edited here: what the server has, the edits made since, and the history by which they are taken
 * back. Edits, undo and redo go to the server as commands, in order and once; what others did meanwhile comes under them.
 */
export class DraftStore {
  private draft: Draft
  private base: Base
  /** Since `base`, in order: it and these make the document. */
  private pending: Command[] = []
  /** The first of them, where it is not known whether the server has them. */
  private sending: Batch | undefined
  /** The newest revision that there is said to be. */
  private heard: number
  private working: Promise<boolean> | undefined
  private readonly rhythm: Rhythm
  /** Who last changed a place, of what came in while this is open. */
  private readonly authors = new Authors()
  private readonly listeners = new Set<() => void>()
  /** The server was not reached. */
  private again = false
  private viewers = 0

  constructor(
    base: Base,
    private readonly port: DraftPort,
    private readonly keep?: DraftKeep,
    private readonly now: () => number = Date.now,
  ) {
    this.base = base
    this.heard = base.revision
    this.rhythm = new Rhythm(() => void this.work(), now)
    this.draft = {
      history: history.startHistory(base.document),
      save: { state: 'saved', at: undefined },
      clashes: [],
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
    this.moved(joins ? next : history.seal(next), command)
  }

  undo(): void {
    this.travel(history.undo(this.draft.history))
  }

  redo(): void {
    this.travel(history.redo(this.draft.history))
  }

  /** The server has this now, or had it when it answered. */
  adopt({ revision }: { revision: number }): void {
    this.heard = Math.max(this.heard, revision)
    if (this.heard > this.base.revision) void this.work()
  }

  /** Looks what came since, as after the line was broken. */
  lookAgain(): void {
    this.heard = Math.max(this.heard, this.base.revision + 1)
    void this.work()
  }

  /**
   * Takes up what an earlier window could not save.
   * @throws CommandError when it does not apply to what it was made on
   */
  recover({ base, pending, sending, clashes }: Unsaved): void {
    const document = pending.reduce(reduce, base.document)
    this.heard = Math.max(this.heard, this.base.revision)
    this.base = base
    this.pending = pending
    this.sending = sending
    this.set({ history: history.startHistory(document), save: { state: 'unsaved' }, clashes })
    this.remember()
    void this.work()
  }

  /** Ends a clash by a person's choice. @returns false when what is wanted cannot be any more */
  settle(key: string, keep: 'mine' | 'theirs'): boolean {
    const clash = this.draft.clashes.find((each) => each.key === key)
    if (!clash) return true
    const command = keep === 'mine' ? keepingMine(this.draft.history.document, clash) : undefined
    if (keep === 'mine' && !command) return false
    this.set({ clashes: this.draft.clashes.filter((each) => each !== clash) })
    if (command) this.edit(command)
    else this.remember()
    return true
  }

  /** Gives up what the server refused, and takes what it has. */
  async discard(): Promise<void> {
    await this.working
    if (this.draft.save.state !== 'refused') return
    this.pending = []
    this.sending = undefined
    this.set({ history: history.startHistory(this.base.document), save: { state: 'saved', at: this.now() } })
    this.remember()
    this.lookAgain()
  }

  /** Sends what waits now, as before publishing. Resolves when the server has it, or with false when it cannot. */
  async flush(): Promise<boolean> {
    this.rhythm.cancel()
    // What is under way may have begun before the line was back.
    await this.working
    while (this.dirty) if (!(await this.work())) return false
    return true
  }

  get dirty(): boolean {
    return this.pending.length > 0
  }

  get revision(): number {
    return this.base.revision
  }

  /** Somebody looks at it. @returns the way to leave: what waits is sent first */
  open(): () => void {
    this.viewers += 1
    this.rhythm.rest(false)
    return () => {
      this.viewers -= 1
      void this.flush().finally(() => {
        if (this.viewers === 0) this.stop()
      })
    }
  }

  stop(): void {
    this.rhythm.rest(true)
  }

  private get saveState(): SaveState {
    return this.dirty ? { state: 'unsaved' } : { state: 'saved', at: this.now() }
  }

  private travel({ history: next, command, clashes }: history.Travel): void {
    if (next === this.draft.history) return
    this.clash(clashes)
    this.moved(next, command)
  }

  private moved(next: history.History, command: Command | undefined): void {
    if (command) this.pending = [...this.pending, command]
    // Back to what is saved: then nothing waits.
    if (!this.sending && placesChanged(this.base.document, next.document).length === 0) this.pending = []
    this.set({ history: next, save: this.saveState })
    this.remember()
    this.rhythm.edited(this.dirty)
  }

  /** One exchange with the server at a time: what came since first, then what waits. @returns false when it failed */
  private work(): Promise<boolean> {
    this.working ??= this.exchange().finally(() => {
      this.working = undefined
      const behind = this.heard > this.base.revision
      if (this.again) this.rhythm.later()
      else if (behind) this.rhythm.atOnce()
      else if (this.dirty && this.draft.save.state !== 'refused') this.rhythm.pause()
    })
    return this.working
  }

  private async exchange(): Promise<boolean> {
    this.again = false
    try {
      if (this.heard > this.base.revision) await this.pull()
      if (this.dirty) await this.push()
      return true
    } catch (error) {
      const { kind, message } = this.port.fault(error)
      this.again = kind === 'away'
      // Who has nothing to save need not learn that it could not be.
      if (this.dirty) this.set({ save: { state: this.again ? 'away' : 'refused', message } })
      return false
    }
  }

  private async push(): Promise<void> {
    const batch = (this.sending ??= { id: crypto.randomUUID(), count: Math.min(this.pending.length, MOST) })
    this.remember()
    if (this.draft.save.state !== 'away') this.set({ save: { state: 'saving' } })
    const sent = this.pending.slice(0, batch.count)
    const before = this.base.revision
    try {
      const { revision } = await this.port.apply(before, sent, batch.id)
      this.acknowledge(batch, revision)
    } catch (error) {
      if (this.port.fault(error).kind !== 'conflict') throw error
      // Somebody else was first: theirs come in, and the edits here go on top with the next exchange.
      await this.pull()
      // Nothing came, so that it is refused for another reason: the team is archived.
      if (this.base.revision === before) throw error
    }
  }

  private acknowledge(batch: Batch, revision: number): void {
    const sent = this.pending.slice(0, batch.count)
    this.pending = this.pending.slice(batch.count)
    this.sending = undefined
    const document = this.dirty ? sent.reduce(reduce, this.base.document) : this.draft.history.document
    this.base = { document, revision }
    this.rhythm.sent(this.dirty)
    this.set({ save: this.saveState })
    this.remember()
  }

  private async pull(): Promise<void> {
    const [from, told] = [this.base.revision, this.heard]
    const since = await this.port.since(from)
    try {
      this.receive(since)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      // An edit that this console does not know how to make: then what came of it.
      this.receive(await this.port.since(0))
    }
    if (this.base.revision === from && this.heard === told) this.heard = from
  }

  private receive({ edits, document, revision }: Since): void {
    const own = this.sending && edits[0]?.batch === this.sending.id ? edits[0] : undefined
    if (own && this.sending) this.acknowledge(this.sending, own.revision)
    const foreign = own ? edits.slice(1) : edits
    if (foreign.length > 0)
      this.putUnder(
        this.authors.follow(this.base.document, foreign),
        foreign.flatMap(({ commands }) => commands),
        revision,
      )
    else if (document && revision > this.base.revision) this.putUnder(document, [], revision)
  }

  private putUnder(theirs: TeamDocument, theirEdits: Command[], revision: number): void {
    const merged = mergeEdits({
      base: this.base.document,
      theirs,
      theirEdits,
      mine: this.pending,
      local: this.draft.history.document,
    })
    this.base = { document: theirs, revision }
    this.heard = Math.max(this.heard, revision)
    // Edits that were under way on an older revision can never get there: they go out anew.
    this.sending = undefined
    this.pending = merged.commands
    this.clash(merged.clashes)
    this.set({
      history: historyOnto(this.draft.history, merged.document, merged.renamed),
      save: this.saveState,
    })
    this.remember()
  }

  private clash(clashes: readonly Clash[]): void {
    if (clashes.length > 0) this.set({ clashes: this.authors.told(this.draft.clashes, clashes) })
  }

  private remember(): void {
    const { base, pending, sending } = this
    const clashes = [...this.draft.clashes]
    this.keep?.put(this.dirty || clashes.length > 0 ? { base, pending, sending, clashes } : undefined)
  }

  private set(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change }
    for (const listener of this.listeners) listener()
  }
}

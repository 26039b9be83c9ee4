import { BrowserKeep } from '@/components/canvas/studio/draft-keep'
import type { DraftPort } from '@/components/canvas/studio/draft-port'
import { DraftStore } from '@/components/canvas/studio/draft-store'
import { storage } from '@/components/canvas/studio/testing/storage'
import { BatonError } from '@/domain/problem'
import type { TeamDocument } from '@/domain/team/document'
import type { Context } from '@/server/services/context'
import { applyEdits } from '@/server/services/team/apply'
import { editsSince } from '@/server/services/team/edits-since'
import { getTeam } from '@/server/services/team/get'

/** One person's window on a draft, over a line that breaks, over the real services. */
export class DraftWindow {
  store!: DraftStore
  /** `deaf`: what is sent arrives, its answer does not. */
  line: 'up' | 'down' | 'deaf' = 'up'
  private keep!: BrowserKeep
  private readonly shelf = storage()

  constructor(
    private readonly ctx: Context,
    private readonly slug: string,
  ) {}

  async open(): Promise<this> {
    const { id, document, revision } = await getTeam(this.ctx, { slug: this.slug })
    this.keep = new BrowserKeep({ team: id, person: this.ctx.actor.id }, this.shelf)
    this.store = new DraftStore({ document, revision }, this.port, this.keep)
    const left = this.keep.take()
    if (left) this.store.recover(left)
    return this
  }

  /** The window is loaded anew; what was not saved is in the browser. */
  async reload(): Promise<void> {
    this.close()
    await this.open()
  }

  close(): void {
    this.store.stop()
    this.keep.leave()
  }

  get document(): TeamDocument {
    return this.store.snapshot().history.document
  }

  private readonly port: DraftPort = {
    apply: async (revision, commands, batch) => {
      if (this.line === 'down') throw new Error('down')
      const deaf = this.line === 'deaf'
      const made = await applyEdits(this.ctx, { slug: this.slug, revision, commands: wire(commands), batch })
      if (deaf) throw new Error('deaf')
      return made
    },
    since: async (revision) => {
      if (this.line !== 'up') throw new Error(this.line)
      return wire(await editsSince(this.ctx, { slug: this.slug, revision }))
    },
    fault: (error) => {
      const kind = !(error instanceof BatonError)
        ? 'away'
        : error.code === 'conflict'
          ? 'conflict'
          : 'refused'
      return { kind, message: error instanceof Error ? error.message : '' }
    },
  }
}

/** What is left of a value on its way through JSON. */
export const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

import pg from 'pg'
import { z } from 'zod'
import type { Db, Tx } from '@/server/db/client'
import { outage } from '@/server/db/away'
import { log } from '@/server/log'

/** Something moved on a draft: it has a new revision, or who is at it changed. Says that, never what. */
export const draftSignalSchema = z.object({
  workspaceId: z.string(),
  team: z.string(),
  /** Absent: only who is there, or what they have selected. */
  revision: z.number().optional(),
})
export type DraftSignal = z.infer<typeof draftSignalSchema>
/** What a listener hears; null where something may have been missed, so that all is looked at again. */
export type HeardSignal = DraftSignal | null

const CHANNEL = 'baton_drafts'
const AGAIN_MS = 1000

/** Tells every web process, once the transaction is committed. Commits that notify take turns, which few of these are. */
export async function tellDraft(tx: Tx, signal: DraftSignal): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(signal)})`
}

/** Hears what all web processes tell, by one connection of its own that is there while somebody listens. */
export class DraftFeed {
  private readonly listeners = new Map<string, Set<(signal: HeardSignal) => void>>()
  private client: pg.Client | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly url: string) {}

  /** @returns the way to stop listening */
  listen(workspaceId: string, listener: (signal: HeardSignal) => void): () => void {
    const here = this.listeners.get(workspaceId) ?? new Set()
    this.listeners.set(workspaceId, here.add(listener))
    if (!this.client && !this.timer) void this.connect()
    return () => {
      here.delete(listener)
      if (here.size === 0) this.listeners.delete(workspaceId)
      if (this.listeners.size === 0) this.close()
    }
  }

  private async connect(): Promise<void> {
    this.timer = undefined
    const client = new pg.Client({ connectionString: this.url, keepAlive: true })
    this.client = client
    const gone = () => {
      if (this.client !== client) return
      this.client = undefined
      if (this.listeners.size > 0) this.timer = setTimeout(() => void this.connect(), AGAIN_MS).unref()
    }
    // The end that follows says so.
    client.on('error', () => undefined)
    client.once('end', gone)
    client.on('notification', ({ payload }) => this.hear(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      // Whatever was told before this is known to nobody here.
      for (const [, here] of this.listeners) for (const listener of here) listener(null)
    } catch (error) {
      if (!outage.note(error)) log.warn({ err: error }, 'signals of drafts could not be listened to')
      gone()
      await client.end().catch(() => undefined)
    }
  }

  private hear(payload: string): void {
    const signal = readSignal(payload)
    if (!signal) return log.warn('a signal of a draft could not be read')
    for (const listener of this.listeners.get(signal.workspaceId) ?? []) listener(signal)
  }

  private close(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const client = this.client
    this.client = undefined
    void client?.end().catch(() => undefined)
  }
}

/** A process of another version may tell it otherwise: nobody is told then, and whoever looks again finds it. */
function readSignal(payload: string): DraftSignal | undefined {
  try {
    return draftSignalSchema.safeParse(JSON.parse(payload)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const holder = globalThis as typeof globalThis & { batonDrafts?: Map<string, DraftFeed> }

/** The process's feed for a database. */
export function draftFeed(db: Pick<Db, 'pool'>): DraftFeed {
  const url = String(db.pool.options.connectionString)
  const feeds = (holder.batonDrafts ??= new Map<string, DraftFeed>())
  const feed = feeds.get(url) ?? new DraftFeed(url)
  feeds.set(url, feed)
  return feed
}

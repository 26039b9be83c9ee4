import { outage } from '@/server/db/away'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'

export type Topic = 'run' | 'review' | 'team' | 'agent' | 'budget' | 'comment' | 'record'

/** Something changed: what kind of thing and, for runs, which one. Says that, never what. */
export interface Change {
  workspaceId: string
  topic: Topic
  /** The run's id, or the kind of entry (`team.published`). */
  id: string
  at: Date
  /** Number of the newest entry behind it: where to go on from. */
  entry: string
}

const POLL_MS = 500
/** Entries are numbered when written and seen when committed: look back this far, so that none slips by. */
const LOOK_BACK_MS = 3000

interface Row {
  workspace_id: string
  topic: string
  id: string
  at: Date
  entry: bigint
}

/**
 * What changes, read off the record, where everything that happens leaves an entry. One poller for the process, and
 * only while somebody listens.
 */
export class ChangeFeed {
  private readonly listeners = new Map<string, Set<(change: Change) => void>>()
  private readonly last = new Map<string, bigint>()
  private heads: { at: number; entry: bigint }[] = []
  private timer: NodeJS.Timeout | undefined
  private readonly awayListeners = new Set<(since: Date | undefined) => void>()
  private away: Date | undefined

  constructor(private readonly db: Db) {}

  /** @returns the way to stop listening */
  listen(workspaceId: string, listener: (change: Change) => void): () => void {
    const here = this.listeners.get(workspaceId) ?? new Set()
    this.listeners.set(workspaceId, here.add(listener))
    this.timer ??= setTimeout(() => void this.poll(), 0)
    return () => {
      here.delete(listener)
      if (here.size === 0) this.listeners.delete(workspaceId)
    }
  }

  /** @returns the way to stop listening; told since when the database is away, each time that changes */
  onAway(listener: (since: Date | undefined) => void): () => void {
    this.awayListeners.add(listener)
    return () => this.awayListeners.delete(listener)
  }

  private tellAway(): void {
    if (this.away?.getTime() === outage.since?.getTime()) return
    this.away = outage.since
    for (const listener of this.awayListeners) listener(this.away)
  }

  /** What changed in a workspace after the entry of that number; for who lost the line for a while. */
  async since(workspaceId: string, entry: bigint): Promise<Change[]> {
    return (await this.read([workspaceId], entry)).map(toChange)
  }

  private async poll(): Promise<void> {
    if (this.listeners.size === 0) {
      this.timer = undefined
      this.heads = []
      this.last.clear()
      return
    }
    const begun = Date.now()
    try {
      await this.look()
      outage.answered(begun)
    } catch (error) {
      // The next look finds all that happened meanwhile.
      if (!outage.note(error)) log.warn({ err: error }, 'changes could not be read')
    }
    this.tellAway()
    this.timer = setTimeout(() => void this.poll(), POLL_MS)
  }

  private async look(): Promise<void> {
    const now = Date.now()
    const [head] = await this.db.prisma.$queryRaw<{ entry: bigint | null }[]>`
      SELECT max(id) AS entry FROM record_entry`
    const newest = head?.entry ?? 0n
    const began = this.heads.length === 0
    this.heads.push({ at: now, entry: newest })
    while ((this.heads[1]?.at ?? now) < now - LOOK_BACK_MS) this.heads.shift()
    const from = this.heads[0]?.entry ?? newest
    if (began || from === newest) return
    for (const row of await this.read([...this.listeners.keys()], from)) {
      const key = `${row.workspace_id} ${row.topic} ${row.id}`
      if (row.entry <= (this.last.get(key) ?? 0n)) continue
      this.last.set(key, row.entry)
      for (const listener of this.listeners.get(row.workspace_id) ?? []) listener(toChange(row))
    }
    if (this.last.size > 5000) this.last.clear()
  }

  private read(workspaceIds: string[], after: bigint): Promise<Row[]> {
    return this.db.prisma.$queryRaw<Row[]>`
      SELECT workspace_id, split_part(kind, '.', 1) AS topic, coalesce(run_id, kind) AS id,
             max(at) AS at, max(id) AS entry
        FROM record_entry
       WHERE workspace_id = ANY(${workspaceIds}) AND id > ${after}
       GROUP BY 1, 2, 3
       ORDER BY entry`
  }
}

/** Kinds of entries by what people look at: a step or a call is part of its run. */
const TOPIC_OF: Record<string, Topic> = {
  run: 'run',
  step: 'run',
  effect: 'run',
  call: 'run',
  model: 'run',
  state: 'run',
  review: 'review',
  team: 'team',
  environment: 'team',
  agent: 'agent',
  budget: 'budget',
  comment: 'comment',
}

const toChange = ({ workspace_id, topic, id, at, entry }: Row): Change => ({
  workspaceId: workspace_id,
  topic: TOPIC_OF[topic] ?? 'record',
  id,
  at,
  entry: String(entry),
})

const holder = globalThis as typeof globalThis & { batonChanges?: ChangeFeed }

/** The process's feed. */
export const changeFeed = (db: Db): ChangeFeed => (holder.batonChanges ??= new ChangeFeed(db))

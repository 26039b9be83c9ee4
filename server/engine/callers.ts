import type { Db } from '@/server/db/client'

/** Runs whose callers are kept in mind. */
const CAPACITY = 10_000

/** For whom runs work: the teams of the runs that called them, at any depth. That never changes, so it is read once a run. */
export class Callers {
  private readonly known = new Map<string, readonly string[]>()

  constructor(private readonly db: Pick<Db, 'lanes'>) {}

  /** @returns the ids of these teams, by each of these runs */
  async of(runIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (this.known.size + runIds.length > CAPACITY) this.known.clear()
    const unread = runIds.filter((id) => !this.known.has(id))
    if (unread.length > 0) {
      const { rows } = await this.db.lanes.query<{ run: string; teams: string[] }>({
        name: 'callers_of',
        text: 'select r run, array(select c.team_id from callers_of(r) c) teams from unnest($1::text[]) r',
        values: [unread],
      })
      for (const { run, teams } of rows) this.known.set(run, teams)
    }
    return new Map(runIds.map((id) => [id, this.known.get(id) ?? []]))
  }
}

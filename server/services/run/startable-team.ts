import type { Db } from '@/server/db/client'

export interface StartableTeam {
  id: string
  name: string
  publishedId: string | null
  archivedAt: Date | null
}

const LIMIT = 500
const caches = new WeakMap<Db, Map<string, StartableTeam>>()

/**
 * The team of a slug as it was when it last started a run, so that starting is one round trip. `start_run` refuses what
 * is not so any more; then it is asked for again.
 */
export async function startableTeam(
  db: Db,
  workspaceId: string,
  slug: string,
  again: boolean,
): Promise<StartableTeam | undefined> {
  const cache = caches.get(db) ?? new Map<string, StartableTeam>()
  caches.set(db, cache)
  const key = `${workspaceId} ${slug}`
  const known = again ? undefined : cache.get(key)
  if (known) return known
  const { rows } = await db.lanes.query<StartableTeam>({
    name: 'startable_team',
    text: `select id, name, published_id "publishedId", archived_at "archivedAt"
      from team where workspace_id = $1 and slug = $2`,
    values: [workspaceId, slug],
  })
  const [team] = rows
  cache.delete(key)
  if (team?.publishedId && !team.archivedAt) {
    if (cache.size >= LIMIT) cache.clear()
    cache.set(key, team)
  }
  return team
}

import { z } from 'zod'
import { authorize, type Context, type Scope } from '@/server/services/context'
import { seenHeads } from '../review/head'
import { ofNoTrial } from '../review/same-answer'
import { sightIn } from '../sight'

export const searchInput = z.object({ text: z.string().trim().max(100) })

export interface Found {
  kind: 'team' | 'run' | 'agent' | 'review'
  /** What its page's address ends with. */
  key: string
  title: string
  detail: string
}

/** For the palette: teams, agents, runs and open reviews whose names hold the text, a handful of each. */
export async function search(ctx: Context, { text }: z.infer<typeof searchInput>): Promise<Found[]> {
  const scope = await authorize(ctx, 'workspace.read')
  const { db, workspace } = scope
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = await db.prisma.$queryRaw<Found[]>`
    (SELECT 'team' AS kind, slug AS key, name AS title, coalesce(draft ->> 'goal', '') AS detail FROM team
      WHERE workspace_id = ${workspace.id} AND archived_at IS NULL AND name ILIKE ${like}
      ORDER BY updated_at DESC LIMIT 6)
    UNION ALL
    (SELECT 'agent', slug, definition ->> 'name', definition ->> 'job' FROM agent
      WHERE workspace_id = ${workspace.id} AND definition ->> 'name' ILIKE ${like}
      ORDER BY slug LIMIT 6)
    UNION ALL
    (SELECT 'run', r.id, r.title, t.name || ', ' || r.status FROM run r JOIN team t ON t.id = r.team_id
      WHERE r.workspace_id = ${workspace.id} AND NOT r.trial AND (r.title ILIKE ${like} OR r.id = ${text})
      ORDER BY r.created_at DESC LIMIT 6)
    UNION ALL
    (SELECT 'review', r.id, r.question, r.reason FROM review r
      WHERE r.workspace_id = ${workspace.id} AND r.status = 'open' AND ${ofNoTrial} AND r.question ILIKE ${like}
      ORDER BY r.due_at NULLS LAST LIMIT 4)`
  return seenOf(scope, found, text)
}

/** Without what was found by words that are not shown to the caller: else a search would tell them. */
async function seenOf(scope: Scope, found: Found[], text: string): Promise<Found[]> {
  const sight = await sightIn(scope)
  if (sight.all) return found
  const idsOf = (kind: Found['kind']) => found.flatMap((one) => (one.kind === kind ? [one.key] : []))
  const titles = await sight.titled(
    found.flatMap(({ kind, key, title }) => (kind === 'run' ? [{ id: key, title }] : [])),
  )
  const heads = await seenHeads(scope.db, idsOf('review'), sight)
  const holds = (shown: string) => shown.toLowerCase().includes(text.toLowerCase())
  return found.flatMap((one): Found[] => {
    if (one.kind === 'run') {
      const title = titles.find(({ id }) => id === one.key)?.title ?? ''
      return holds(title) || one.key === text ? [{ ...one, title }] : []
    }
    if (one.kind !== 'review') return [one]
    const { question: title = '', reason: detail = '' } = heads.get(one.key) ?? {}
    return holds(title) ? [{ ...one, title, detail }] : []
  })
}

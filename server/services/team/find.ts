import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { BatonError, brief } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { tidy } from './tidy'

/** A team's row with its draft parsed. */
export interface StoredTeam {
  id: string
  workspaceId: string
  slug: string
  name: string
  document: TeamDocument
  revision: number
  editors: string[]
  publishedId: string | null
  archivedAt: Date | null
  updatedAt: Date
}

const notThere = (slug: string): BatonError =>
  new BatonError('not_found', `There is no team “${brief(slug)}” in this workspace.`)

/**
 * A team of the workspace by its slug, archived ones included.
 * @throws BatonError not_found
 */
export async function findTeam(tx: Tx, workspaceId: string, slug: string): Promise<StoredTeam> {
  const row = await tx.team.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) throw notThere(slug)
  return {
    id: row.id,
    workspaceId,
    slug: row.slug,
    name: row.name,
    document: tidy(teamDocumentSchema.parse(row.draft)),
    revision: row.draftRevision,
    editors: row.draftEditors,
    publishedId: row.publishedId,
    archivedAt: row.archivedAt,
    updatedAt: row.updatedAt,
  }
}

/**
 * As findTeam, for what needs no more than to know that it is there: its draft is not read.
 * @throws BatonError not_found
 */
export async function findTeamId(tx: Tx, workspaceId: string, slug: string): Promise<{ id: string }> {
  const row = await tx.team.findUnique({
    where: { workspaceId_slug: { workspaceId, slug } },
    select: { id: true },
  })
  if (!row) throw notThere(slug)
  return row
}

/**
 * As findTeam, but of a team whose draft may still change.
 * @throws BatonError not_found | conflict when it is archived
 */
export async function findEditable(tx: Tx, workspaceId: string, slug: string): Promise<StoredTeam> {
  const team = await findTeam(tx, workspaceId, slug)
  if (team.archivedAt) throw new BatonError('conflict', `“${team.name}” is archived. Restore it to edit it.`)
  return team
}

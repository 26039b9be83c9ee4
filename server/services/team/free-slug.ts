import { teamSlug } from '@/domain/team/slug'
import type { Tx } from '@/server/db/client'

/** The name as a slug that no team of the workspace has, numbered where it is taken: `quote-desk-2`. */
export async function freeSlug(tx: Tx, workspaceId: string, name: string): Promise<string> {
  const base = teamSlug(name)
  const taken = new Set(
    (
      await tx.team.findMany({
        where: { workspaceId, slug: { startsWith: base } },
        select: { slug: true },
      })
    ).map(({ slug }) => slug),
  )
  if (!taken.has(base)) return base
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`
}

/** The name, numbered where a team of the workspace is called so already: `Quote desk 2`. */
export async function freeName(tx: Tx, workspaceId: string, name: string): Promise<string> {
  const where = { workspaceId, name: { startsWith: name } }
  const taken = new Set((await tx.team.findMany({ where, select: { name: true } })).map((team) => team.name))
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`
}

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

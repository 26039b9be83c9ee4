import type { Tx } from '@/server/db/client'

/** The name as a slug that no team of the workspace has, numbered where it is taken: `quote-desk-2`. */
export async function freeSlug(tx: Tx, workspaceId: string, name: string): Promise<string> {
  const base = slugOf(name)
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

/** Lower-case letters, digits and dashes, starting with a letter, at most 50 long so that a number still fits. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return plain || 'team'
}

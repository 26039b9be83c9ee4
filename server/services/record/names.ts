import type { JsonValue } from '@/domain/record/canonical'
import type { RecordEntry } from '@/domain/record/entry'
import type { Scope } from '../context'

const ID = /\b(?:usr|team|agt|mod|prov|con|grp|tok)_[0-9a-z]{10,}\b/g
const SLUG = /^[a-z0-9][a-z0-9_-]{0,63}$/

/**
 * What things are called that entries speak of by their ids and slugs: by `usr_…`, `team_…`, and by `agent/clerk` and
 * `connection/crm`. Leaves hold no names of people; here they are as people are called now, and whoever was erased has none.
 */
export async function namesIn(
  { db, workspace }: Scope,
  entries: readonly (RecordEntry | null)[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Set(entries.flatMap((entry) => (entry ? textsOf(entry) : [])))
  const ids = [...new Set([...texts].flatMap((text) => text.match(ID) ?? []))]
  const slugs = [...texts].filter((text) => SLUG.test(text))
  const of = (prefix: string) => ids.filter((id) => id.startsWith(`${prefix}_`))
  const where = (prefix: string) => ({ id: { in: of(prefix) }, workspaceId: workspace.id })
  const select = { id: true, name: true }
  const { prisma } = db
  const [people, teams, models, providers, connections, groups, tokens, agents] = await Promise.all([
    prisma.user.findMany({
      where: { id: { in: of('usr') }, memberships: { some: { workspaceId: workspace.id } } },
      select,
    }),
    prisma.team.findMany({ where: where('team'), select }),
    prisma.model.findMany({ where: where('mod'), select }),
    prisma.provider.findMany({ where: where('prov'), select }),
    prisma.connection.findMany({
      where: { workspaceId: workspace.id, OR: [{ id: { in: of('con') } }, { slug: { in: slugs } }] },
      select: { ...select, slug: true },
    }),
    prisma.peopleGroup.findMany({ where: where('grp'), select }),
    prisma.apiToken.findMany({ where: where('tok'), select }),
    prisma.agent.findMany({
      where: { workspaceId: workspace.id, OR: [{ id: { in: of('agt') } }, { slug: { in: slugs } }] },
      select: { id: true, slug: true, definition: true },
    }),
  ])
  const named = [people, teams, models, providers, connections, groups, tokens].flat()
  return new Map([
    ...named.map(({ id, name }) => [id, name] as const),
    ...connections.map(({ slug, name }) => [`connection/${slug}`, name] as const),
    ...agents.flatMap(({ id, slug, definition }) => {
      const { name } = definition as { name?: unknown }
      return typeof name === 'string'
        ? ([
            [id, name],
            [`agent/${slug}`, name],
          ] as const)
        : []
    }),
  ])
}

/** Of these names those that one entry speaks of. */
export function namesOf(
  entry: RecordEntry | null,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const keys = (entry ? textsOf(entry) : []).flatMap((text) => [
    ...(text.match(ID) ?? []),
    ...[`agent/${text}`, `connection/${text}`],
  ])
  return Object.fromEntries(keys.flatMap((key) => (names.has(key) ? [[key, names.get(key) ?? '']] : [])))
}

const textsOf = ({ subject, data }: RecordEntry): string[] => [
  ...(subject ? [subject] : []),
  ...textsIn(data),
]

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(textsIn)
}

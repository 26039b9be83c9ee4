import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import { denialSchema, type Denial } from '@/domain/policy/denial'
import { agentSchema } from '@/domain/team/agent'
import type { AccessRequest } from '@/prisma/generated/client'
import { authorize, type Context, type Scope } from '@/server/services/context'

/** How many decided ones a list shows; all are on the record. */
const MOST_DECIDED = 50

export interface ListedAccess {
  id: string
  /** By name. */
  who: string
  /** As policies name it. */
  action: string
  /** By name where it is a model. */
  what: string
  denial: Denial
  reason: string
  status: 'open' | 'approved' | 'declined' | 'withdrawn'
  askedBy: Actor
  askedAt: Date
  decidedBy: Actor | null
  decidedAt: Date | null
  decisionReason: string
  /** Whether it is the caller's own. */
  mine: boolean
}

/** What is asked for, the oldest first, and what was decided last. */
export async function listAccess(ctx: Context): Promise<{ open: ListedAccess[]; decided: ListedAccess[] }> {
  const scope = await authorize(ctx, 'policy.read')
  const of = { workspaceId: scope.workspace.id, secondPerson: null }
  const { accessRequest } = scope.db.prisma
  const [open, decided] = await Promise.all([
    accessRequest.findMany({ where: { ...of, status: 'open' }, orderBy: { askedAt: 'asc' } }),
    accessRequest.findMany({
      where: { ...of, status: { not: 'open' } },
      orderBy: { decidedAt: 'desc' },
      take: MOST_DECIDED,
    }),
  ])
  const lines = await accessLines(scope, [...open, ...decided])
  return { open: lines.slice(0, open.length), decided: lines.slice(open.length) }
}

/** Requests as people read them, in the same order. */
export async function accessLines(
  { db: { prisma }, actor, workspace }: Pick<Scope, 'db' | 'actor' | 'workspace'>,
  rows: readonly AccessRequest[],
): Promise<ListedAccess[]> {
  const me = principalOf(actor)
  const of = { workspaceId: workspace.id }
  const denials = rows.map((row) => denialSchema.parse(row.denial))
  const idsOf = (type: string) =>
    denials.flatMap(({ principal, resource }) =>
      [principal, resource].flatMap((one) => (one.type === type ? [one.id] : [])),
    )
  const [users, agents, models] = await Promise.all([
    prisma.user.findMany({
      where: { id: { in: idsOf('Person') }, memberships: { some: of } },
      select: { id: true, name: true },
    }),
    prisma.agent.findMany({
      where: { ...of, slug: { in: idsOf('Agent') } },
      select: { slug: true, definition: true },
    }),
    prisma.model.findMany({ where: { ...of, id: { in: idsOf('Model') } }, select: { id: true, name: true } }),
  ])
  const names = new Map([
    ...[...users, ...models].map(({ id, name }) => [id, name] as const),
    ...agents.map(({ slug, definition }) => [slug, agentSchema.parse(definition).name] as const),
  ])
  return rows.map((row, at): ListedAccess => {
    const denial = denials[at] ?? denialSchema.parse(row.denial)
    const { principal, action, resource } = denial
    const { id, reason, askedAt, decidedAt, decisionReason } = row
    const askedBy = actorSchema.parse(row.askedBy)
    return {
      ...{ id, reason, askedAt, decidedAt, decisionReason, askedBy, action, denial },
      who: names.get(principal.id) ?? principal.id,
      what: names.get(resource.id) ?? resource.id,
      status: row.status as ListedAccess['status'],
      decidedBy: row.decidedBy === null ? null : actorSchema.parse(row.decidedBy),
      mine: principalOf(askedBy) === me,
    }
  })
}

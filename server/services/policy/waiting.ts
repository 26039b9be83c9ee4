import { actorSchema, principalOf } from '@/domain/actor'
import { Prisma } from '@/prisma/generated/client'
import { authorize, type Authorized, type Context } from '@/server/services/context'
import { accessLines, type ListedAccess } from './list-access'

const MOST = 100

export interface WaitingPolicies {
  id: string
  number: number
  note: string
  proposedBy: string
  proposedAt: Date
}

export interface Permits {
  /** Requests for access that the caller decides: none of their own. */
  access: ListedAccess[]
  /** Policies that wait for the caller as the second person: none that they had a hand in. */
  policies: WaitingPolicies[]
}

type Caller = Pick<Authorized, 'may' | 'actor'>

const forDecider = ({
  may,
  actor,
}: Caller): Prisma.Sql => Prisma.sql`(${may('policy.edit')} AND a.status = 'open'
  AND coalesce(CASE WHEN a.asked_by ->> 'kind' = 'token' THEN nullif(a.asked_by ->> 'for', '') END, a.asked_by ->> 'id')
      <> ${principalOf(actor)})`

const forSecond = ({
  may,
  actor,
}: Caller): Prisma.Sql => Prisma.sql`(${may('policy.publish')} AND v.status = 'proposed'
  AND NOT v.editors @> ARRAY[${principalOf(actor)}])`

/** How many requests for access and proposed policies wait for a caller, as an expression in queries of services that have asked. */
export const permitsWaiting = (caller: Caller, workspaceId: string): Prisma.Sql => Prisma.sql`
  ((SELECT count(*) FROM access_request a WHERE a.workspace_id = ${workspaceId} AND ${forDecider(caller)})
   + (SELECT count(*) FROM policy_version v WHERE v.workspace_id = ${workspaceId} AND ${forSecond(caller)}))::int`

/** What waits for the caller about what is permitted, for their inbox, the oldest first. */
export async function listWaitingPermits(ctx: Context): Promise<Permits> {
  const scope = await authorize(ctx, 'policy.read')
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const [asked, proposed] = await Promise.all([
    prisma.$queryRaw<{ id: string }[]>`
      SELECT a.id FROM access_request a WHERE a.workspace_id = ${workspaceId} AND ${forDecider(scope)}
       ORDER BY a.asked_at LIMIT ${MOST}`,
    prisma.$queryRaw<(Omit<WaitingPolicies, 'proposedBy'> & { by: unknown })[]>`
      SELECT v.id, v.number, v.note, v.proposed_by AS by, v.proposed_at AS "proposedAt" FROM policy_version v
       WHERE v.workspace_id = ${workspaceId} AND ${forSecond(scope)} ORDER BY v.proposed_at LIMIT ${MOST}`,
  ])
  const rows = await prisma.accessRequest.findMany({
    where: { workspaceId, id: { in: asked.map(({ id }) => id) } },
    orderBy: { askedAt: 'asc' },
  })
  return {
    access: await accessLines(scope, rows),
    policies: proposed.map(({ by, ...one }) => ({ ...one, proposedBy: actorSchema.parse(by).name })),
  }
}
